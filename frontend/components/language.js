// @ts-check
/** The switch between languages. */
import { h } from "../dom.js";
import { language } from "../words.js";

/** As in Django's LANGUAGES, each by its own name. */
const LANGUAGES = { en: "English", ja: "日本語" };
const COOKIE = "django_language";
const YEAR = 365 * 24 * 3600; // s

/** A button for every language but the page's own. */
export function languageSwitch() {
  const others = Object.entries(LANGUAGES).filter(([code]) => code !== language);
  return h(
    "span",
    { class: "languages" },
    ...others.map(([code, name]) => h("button", { type: "button", class: "button quiet", lang: code, onclick: () => speak(code) }, name)),
  );
}

/** @param {string} code */
function speak(code) {
  document.cookie = `${COOKIE}=${code}; path=/; max-age=${YEAR}; samesite=lax`;
  location.reload();
}
