// @ts-check
import { session } from "../api.js";
import { h, iconButton } from "../dom.js";
import { _ } from "../words.js";
import { languageSwitch } from "./language.js";
import { themeSwitch } from "./theme.js";

/** @import * as T from "../types.js" */

/** @param {string} [size] */
export function wordmark(size = "") {
  return h("a", { href: "/", class: `wordmark ${size}`, title: _("All productions") }, h("span", { class: "mark" }), "Shiage");
}

/**
 * The bar over every page but the shot's.
 * @param {T.User} user
 * @param {[string, string | null][]} crumbs label and link, from the top down
 */
export function pageHeader(user, crumbs) {
  const trail = crumbs.flatMap(([label, href]) => [
    h("span", { class: "crumb-step", "aria-hidden": "true" }, "/"),
    href ? h("a", { href, class: "crumb" }, label) : h("span", { class: "crumb here", "aria-current": "page" }, label),
  ]);
  const leave = async () => {
    await session.close();
    location.assign("/sign-in");
  };
  return h(
    "header",
    { class: "page-head" },
    wordmark(),
    h("nav", { class: "crumbs", "aria-label": _("Where you are") }, ...trail),
    h("span", { class: "who" }, user.name),
    languageSwitch(),
    themeSwitch(),
    iconButton("signOut", _("Sign out"), leave),
  );
}
