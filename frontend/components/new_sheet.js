// @ts-check
import { ApiError, productions, sheets } from "../api.js";
import { field, h } from "../dom.js";
import { icon } from "../icons.js";
import { openDialog } from "./dialog.js";
import { dropzone } from "./dropzone.js";
import { PICTURES } from "./file_kinds.js";
import { Sending } from "./sending.js";
import { toast } from "./toast.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

/** A new character and its first sheet. @param {T.Production} production */
export function openNewCharacter(production) {
  const name = h("input", { class: "input", required: true, maxlength: 100, autofocus: true });
  openSheetForm(_("New sheet from a painted picture"), [field(_("Character"), name)], async () => {
    // The character may have been made by an earlier try whose picture was refused.
    const known = (await productions.characters(production.id)).find((character) => character.name === name.value.trim());
    return (known ?? (await productions.addCharacter(production.id, name.value.trim()))).id;
  });
}

/** The next version. @param {T.Character} character */
export function openNewSheet(character) {
  openSheetForm(_("New sheet for {character}", { character: character.name }), [], async () => character.id);
}

/**
 * @param {string} title
 * @param {HTMLElement[]} fields
 * @param {() => Promise<number>} character whose sheet it becomes
 */
function openSheetForm(title, fields, character) {
  const save = h("button", { type: "submit", class: "button primary", disabled: true }, icon("check"), _("Make the sheet"));
  const painted = dropzone({
    title: _("Painted picture"), hint: _("Flat colours, no soft edges: every colour becomes one line of the sheet"),
    many: false, accept: PICTURES, onchange: (files) => (save.disabled = files.length === 0),
  });
  const line = dropzone({
    title: _("Its line drawing (optional)"), hint: _("With it the picture also becomes a view that the engine learns from"),
    many: false, accept: PICTURES,
  });
  const view = h("input", { class: "input", maxlength: 100, value: _("front") });
  const sending = new Sending();
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = new FormData();
    form.append("painted", painted.files()[0]);
    if (line.files().length > 0) form.append("line", line.files()[0]);
    form.append("name", view.value);
    save.disabled = true;
    try {
      const id = await character();
      const sheet = await sending.run((progress, signal) => sheets.fromPicture(id, form, progress, signal));
      if (sheet) location.assign(`/sheets/${sheet.id}`);
    } catch (refused) {
      if (!(refused instanceof ApiError)) throw refused;
      toast(refused.message, "error");
    } finally {
      save.disabled = false;
    }
  };
  openDialog(title, [
    h(
      "form",
      { class: "stack", onsubmit: submit },
      ...fields, painted.element, line.element, field(_("Name of the view"), view, _("front, back, three quarters")),
      sending.refusals, sending.element, h("div", { class: "actions" }, save),
    ),
  ]);
}
