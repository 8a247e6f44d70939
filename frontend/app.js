// @ts-check
/** Which page is this? */
import { ApiError, session, signedOut } from "./api.js";
import { toast } from "./components/toast.js";
import { h } from "./dom.js";
import { comparePage } from "./pages/compare.js";
import { productionPage } from "./pages/production.js";
import { productionsPage } from "./pages/productions.js";
import { sheetPage } from "./pages/sheet.js";
import { shotPage } from "./pages/shot.js";
import { signInPage } from "./pages/sign_in.js";
import { _ } from "./words.js";

/** @import * as T from "./types.js" */

/** @type {[RegExp, (user: T.User, id: number, other: number) => Promise<HTMLElement>][]} */
const PAGES = [
  [/^\/$/, productionsPage],
  [/^\/productions\/(\d+)$/, productionPage],
  [/^\/shots\/(\d+)$/, shotPage],
  [/^\/sheets\/(\d+)$/, sheetPage],
  [/^\/sheets\/(\d+)\/compare\/(\d+)$/, comparePage],
];

const SIGN_IN = "/sign-in";

/** @param {HTMLElement} content */
function show(content) {
  document.getElementById("page")?.replaceChildren(content);
}

/** @param {string} title @param {string} words */
function nothingHere(title, words) {
  const back = h("a", { href: "/", class: "button" }, _("All productions"));
  return h("main", { class: "empty page-empty" }, h("h1", null, title), h("p", null, words), back);
}

async function open() {
  if (location.pathname === SIGN_IN) return show(signInPage());
  const found = PAGES.map(([pattern, page]) => ({ page, match: pattern.exec(location.pathname) })).find((p) => p.match);
  if (!found) return show(nothingHere(_("There is no such page"), _("The address may be mistyped.")));
  signedOut.on(() => location.assign(`${SIGN_IN}?next=${encodeURIComponent(location.pathname)}`));
  try {
    const { user } = await session.get();
    show(await found.page(user, Number(found.match?.[1] ?? 0), Number(found.match?.[2] ?? 0)));
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem;
    if (problem.status === 401) return;
    const title = problem.status === 404 ? _("Nothing here for you") : _("This page could not be opened");
    show(nothingHere(title, problem.message));
  }
}

addEventListener("unhandledrejection", ({ reason }) => {
  toast(_("Something went wrong on this page: {reason}. Reload it; your corrections are safe.", { reason: reason?.message ?? reason }), "error");
});
void open();
