// @ts-check
/** What was published of a sheet: a column of its page. */
import { sheets } from "../api.js";
import { confirmLoss } from "../components/confirm.js";
import { openDialog } from "../components/dialog.js";
import { day } from "../components/shot_sheet.js";
import { toast } from "../components/toast.js";
import { tried } from "../components/tried.js";
import { field, h } from "../dom.js";
import { icon } from "../icons.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

/**
 * @param {T.Sheet} sheet
 * @param {T.SheetLine[]} rows the working sheet, then its editions, newest first
 * @param {(rows: T.SheetLine[]) => void} again they have changed
 */
export function editionList(sheet, rows, again) {
  const supervises = sheet.role === "supervisor";
  const [working, ...published] = rows;
  const publish = async () => openPublish(working, published, async () => again(await sheets.editions(sheet.id)));
  const none = h("p", { class: "empty small" }, supervises ? _("Nothing is published yet. An edition stays as it is, and shots can hold on to it.") : _("Nothing is published yet."));
  return [
    h("div", { class: "title-row" }, h("h2", null, _("Editions")), supervises && sheet.edition === 0 && h("button", { type: "button", class: "button", onclick: publish }, icon("check"), _("Publish"))),
    ...rows.map((row) => edition(sheet, row, working, supervises)),
    ...(published.length === 0 ? [none] : []),
  ];
}

/**
 * @param {T.Sheet} sheet
 * @param {T.SheetLine} row
 * @param {T.SheetLine} working
 * @param {boolean} supervises
 */
function edition(sheet, row, working, supervises) {
  const here = row.id === sheet.id;
  const title = row.edition ? row.name : _("Working sheet");
  const facts = row.edition ? `${day(row.created_at)}${row.by ? `, ${row.by}` : ""}` : _("Shots on it follow every change");
  const acts = row.edition > 0 && h(
    "span",
    { class: "edition-acts" },
    h("a", { class: "link", href: `/sheets/${row.id}/compare/${working.id}` }, _("Compare with now")),
    supervises && h("button", { type: "button", class: "link", onclick: () => goBack(working, row) }, _("Go back to it")),
  );
  return h(
    "article",
    { class: `edition${here ? " here" : ""}` },
    h("a", { href: `/sheets/${row.id}`, class: "edition-title", "aria-current": here ? "page" : null }, h("span", { class: "role" }, row.label), title),
    h("span", { class: "hint" }, facts),
    row.note && h("p", { class: "hint note-text" }, row.note),
    acts,
  );
}

/**
 * @param {T.SheetLine} working
 * @param {T.SheetLine[]} published
 * @param {() => void} done
 */
function openPublish(working, published, done) {
  const name = h("input", { class: "input", required: true, maxlength: 100, autofocus: true, placeholder: _("First colours") });
  const note = h("textarea", { class: "input", maxlength: 500, rows: 3, placeholder: _("What is new in it") });
  const next = `v${working.version}.${(published[0]?.edition ?? 0) + 1}`;
  const button = h("button", { type: "submit", class: "button primary" }, icon("check"), _("Publish {edition}", { edition: next }));
  const form = h("form", { class: "stack" }, field(_("Name"), name), field(_("Note (optional)"), note), h("p", { class: "hint" }, _("Colours, scenes and views are kept as they are now. You go on with the working sheet.")), h("div", { class: "actions" }, button));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const made = await tried(() => sheets.publish(working.id, name.value.trim(), note.value.trim()));
    button.disabled = false;
    if (!made) return;
    dialog.close();
    toast(_("{edition} is published. Shots take it up on their own pages.", { edition: made.label }), "good");
    done();
  });
  const dialog = openDialog(_("Publish this sheet as {edition}", { edition: next }), [form]);
}

/** @param {{id: number}} working @param {{id: number, label: string}} edition */
export function goBack(working, edition) {
  confirmLoss({
    title: _("Go back to {edition}", { edition: edition.label }), act: _("Go back"), danger: false,
    words: _("The working sheet will say what this edition does, and every shot on it shows that at once. What it says now is published first, so nothing is lost."),
    perform: async () => {
      const { kept_as, kept } = await sheets.restore(working.id, edition.id);
      const words = [
        _("The sheet is back at {edition}.", { edition: edition.label }),
        kept_as && _("What it was is {edition} now.", { edition: kept_as }),
        kept.length > 0 && _("{colours}: in use, so kept.", { colours: kept.map(({ name }) => name).join(", ") }),
      ];
      sessionStorage.setItem("shiage.said", words.filter(Boolean).join(" "));
      location.assign(`/sheets/${working.id}`);
    },
  });
}

/** What was done before the page was left. */
export function sayWhatHappened() {
  const said = sessionStorage.getItem("shiage.said");
  sessionStorage.removeItem("shiage.said");
  if (said) toast(said, "good");
}
