// @ts-check
/** The switch between light and dark. Until somebody chooses, the page follows the system; then the server remembers. */
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { _ } from "../words.js";

const COOKIE = "theme";
const YEAR = 365 * 24 * 3600; // s
const LABELS = { light: _("Light page"), dark: _("Dark page") };

/** A button for the other one. */
export function themeSwitch() {
  const button = h("button", { type: "button", class: "icon-button", onclick: () => choose(other()) });
  const refresh = () => {
    button.replaceChildren(icon(other()));
    button.title = LABELS[other()];
    button.setAttribute("aria-label", LABELS[other()]);
  };
  /** @param {"light" | "dark"} theme */
  const choose = (theme) => {
    document.documentElement.dataset.theme = theme;
    document.cookie = `${COOKIE}=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
    refresh();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", refresh);
  refresh();
  return button;
}

/** What the page is not now. */
function other() {
  const { theme } = document.documentElement.dataset;
  const dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return dark ? "light" : "dark";
}
