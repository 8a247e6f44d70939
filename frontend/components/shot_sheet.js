// @ts-check
/** Which sheet a shot holds on to: the one people work on, or a published edition. */
import { productions, shots } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openDialog } from "./dialog.js";
import { tried } from "./tried.js";
import { _, language } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @param {Desk} desk */
export async function openShotSheet(desk) {
  const characters = await tried(() => productions.characters(desk.shot.production));
  const sheets = characters?.find(({ id }) => id === desk.sheet.character.id)?.sheets ?? [];
  const use = h("button", { type: "submit", class: "button primary" }, icon("check"), _("Use this sheet"));
  const form = h("form", { class: "stack" }, h("p", { class: "hint" }, _("On the working sheet a shot follows every change. On an edition its colours stay as they were published.")), h("fieldset", { class: "choice" }, ...sheets.map((sheet) => choice(sheet, desk))), h("div", { class: "actions" }, use));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sheet = Number(new FormData(form).get("sheet"));
    use.disabled = true;
    const shot = sheet === desk.sheet.id || (await tried(() => shots.change(desk.shot.id, { sheet })));
    use.disabled = false;
    if (shot) dialog.close(); // the stream brings the change, as it does to everybody
  });
  const dialog = openDialog(_("The sheet of {shot}", { shot: desk.shot.name }), [form]);
}

/** @param {T.SheetLine} sheet @param {Desk} desk */
function choice(sheet, desk) {
  const here = sheet.id === desk.sheet.id;
  const words = sheet.edition ? `${sheet.name}, ${publishedWords(sheet)}` : _("The working sheet");
  const compare = here ? "" : h("a", { href: `/sheets/${desk.sheet.id}/compare/${sheet.id}`, class: "link" }, _("compare"));
  return h(
    "label",
    { class: "radio" },
    h("input", { type: "radio", name: "sheet", value: sheet.id, checked: here }),
    h("span", null, `${desk.sheet.character.name} ${sheet.label}`, h("span", { class: "hint" }, words, " ", compare)),
  );
}

/** @param {{by: string, created_at: string}} edition */
export function publishedWords({ by, created_at }) {
  const facts = { name: by, day: day(created_at) };
  return by ? _("published by {name} on {day}", facts) : _("published on {day}", facts);
}

/** @param {string} at ISO */
export function day(at) {
  return new Date(at).toLocaleDateString(language, { year: "numeric", month: "short", day: "numeric" });
}
