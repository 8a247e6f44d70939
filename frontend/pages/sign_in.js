// @ts-check
import { ApiError, session } from "../api.js";
import { wordmark } from "../components/header.js";
import { languageSwitch } from "../components/language.js";
import { themeSwitch } from "../components/theme.js";
import { field, h } from "../dom.js";
import { _ } from "../words.js";

/** Only to a page of ours: "//elsewhere" would leave the site. */
function whereTo() {
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  return /^\/(?!\/|\\)/.test(next) ? next : "/";
}

export function signInPage() {
  document.title = `${_("Sign in")} - Shiage`;
  const username = h("input", { class: "input", name: "username", autocomplete: "username", required: true, autofocus: true });
  const password = h("input", { class: "input", name: "password", type: "password", autocomplete: "current-password", required: true });
  const button = h("button", { type: "submit", class: "button primary" }, _("Sign in"));
  const problem = h("p", { class: "form-problem", role: "alert", hidden: true });
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    button.disabled = true;
    problem.hidden = true;
    try {
      await session.open(username.value, password.value);
      location.assign(whereTo());
    } catch (refused) {
      if (!(refused instanceof ApiError)) throw refused;
      problem.textContent = refused.message;
      problem.hidden = false;
      button.disabled = false;
      password.select();
    }
  };
  setTimeout(() => username.focus());
  return h(
    "main",
    { class: "sign-in" },
    h(
      "form",
      { class: "panel stack", onsubmit: submit },
      wordmark("large"),
      h("h1", { class: "visually-hidden" }, _("Sign in")),
      field(_("User name"), username),
      field(_("Password"), password),
      problem,
      button,
      h("p", { class: "hint" }, _("No account yet? A supervisor of your studio makes one for you.")),
      h("div", { class: "actions" }, languageSwitch(), themeSwitch()),
    ),
  );
}
