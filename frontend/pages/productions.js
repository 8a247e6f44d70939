// @ts-check
import { ApiError, productions } from "../api.js";
import { openDialog } from "../components/dialog.js";
import { pageHeader } from "../components/header.js";
import { toast } from "../components/toast.js";
import { field, h } from "../dom.js";
import { icon } from "../icons.js";
import { _, _n } from "../words.js";

/** @import * as T from "../types.js" */

/** @type {Record<T.Role, string>} */
const ROLES = { supervisor: _("supervisor"), painter: _("painter"), viewer: _("viewer") };

/** @param {T.User} user */
export async function productionsPage(user) {
  document.title = `${_("Productions")} - Shiage`;
  const all = await productions.list();
  const studios = [...new Map(all.map(({ studio }) => [studio.id, studio])).values()];
  const supervised = studios.filter(({ id }) => all.some((p) => p.studio.id === id && p.role === "supervisor"));
  const add =
    supervised.length > 0 &&
    h("button", { type: "button", class: "button", onclick: () => openNewProduction(supervised) }, icon("plus"), _("New production"));
  return h(
    "div",
    { class: "page" },
    pageHeader(user, []),
    h(
      "main",
      { class: "content" },
      h("div", { class: "title-row" }, h("h1", null, _("Productions")), add),
      all.length === 0 && nothing(),
      ...studios.map((studio) => shelf(studio, all.filter((p) => p.studio.id === studio.id))),
    ),
  );
}

function nothing() {
  return h(
    "div",
    { class: "empty" },
    h("h2", null, _("You are in no production yet")),
    h("p", null, _("Ask a supervisor of your studio to add you; then its shots show here.")),
  );
}

/** @param {{id: number, name: string}} studio @param {T.Production[]} list */
function shelf(studio, list) {
  return h("section", { class: "shelf" }, h("h2", { class: "shelf-name" }, studio.name), h("div", { class: "cards" }, ...list.map(card)));
}

/** @param {T.Production} production */
function card({ id, name, role, shots, characters }) {
  return h(
    "a",
    { href: `/productions/${id}`, class: "card production" },
    h("span", { class: "card-title" }, name),
    h("span", { class: "card-facts" }, h("span", null, icon("film"), _n("{count} shot", "{count} shots", shots)), h("span", null, icon("swatches"), _n("{count} character", "{count} characters", characters))),
    h("span", { class: `role ${role}` }, ROLES[role]),
  );
}

/** @param {{id: number, name: string}[]} studios */
function openNewProduction(studios) {
  const name = h("input", { class: "input", required: true, maxlength: 100, autofocus: true });
  const studio = h("select", { class: "input" }, ...studios.map((s) => h("option", { value: s.id }, s.name)));
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    try {
      const made = await productions.create(Number(studio.value), name.value);
      location.assign(`/productions/${made.id}`);
    } catch (refused) {
      if (!(refused instanceof ApiError)) throw refused;
      toast(refused.message, "error");
    }
  };
  const form = h("form", { class: "stack", onsubmit: submit }, field(_("Name"), name), studios.length > 1 && field(_("Studio"), studio));
  form.append(h("div", { class: "actions" }, h("button", { type: "submit", class: "button primary" }, _("Make it"))));
  openDialog(_("New production"), [form]);
}
