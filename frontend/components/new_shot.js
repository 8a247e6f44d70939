// @ts-check
import { ApiError, productions, shots } from "../api.js";
import { field, h } from "../dom.js";
import { icon } from "../icons.js";
import { openDialog } from "./dialog.js";
import { dropzone } from "./dropzone.js";
import { PICTURES } from "./file_kinds.js";
import { Sending } from "./sending.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

/** @param {T.Production} production @param {T.Character[]} characters */
export function openNewShot(production, characters) {
  const name = h("input", { class: "input", required: true, maxlength: 100, autofocus: true, placeholder: "c012" });
  const fps = h("input", { class: "input", type: "number", min: 1, max: 120, value: 24, required: true });
  // The wrong sheet costs a whole run: with several characters it is chosen, never guessed.
  const several = characters.filter((character) => character.sheets.length > 0).length > 1;
  const choose = several && h("option", { value: "" }, _("Whose shot is it?"));
  const sheet = h("select", { class: "input", required: true, "aria-label": _("Sheet") }, choose, ...characters.map(options));
  const atOnce = h("input", { type: "checkbox", checked: true });
  const send = h("button", { type: "submit", class: "button primary", disabled: true }, icon("upload"), _("Upload shot"));
  const lines = dropzone({
    title: _("Line drawings"), hint: _("Drop PNG, TGA, TIFF or PSD files (A0001.tga, A0002.tga …), OpenToonz levels (TLV with TPL), a folder or a zip; a timesheet (XDTS) may come along"),
    onchange: (files) => {
      send.disabled = files.length === 0;
      const names = [...new Set(files.map((file) => file.name.replace(/\.\w+$/, "")))]; // a TLV and its TPL have one
      if (!name.value && names.length === 1) name.value = names[0];
    },
  });
  const painted = dropzone({
    title: _("Painted drawings (optional)"), hint: _("Finished frames of this shot, named like their line drawings. The engine starts from them"),
    accept: [...PICTURES, ".zip"],
  });
  const sending = new Sending();

  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = new FormData();
    form.append("name", name.value.trim());
    form.append("sheet", sheet.value);
    form.append("fps", fps.value);
    for (const file of lines.files()) form.append("files", file);
    for (const file of painted.files()) form.append("painted", file);
    send.disabled = true;
    const shot = await sending.run((progress, signal) => productions.addShot(production.id, form, progress, signal));
    send.disabled = false;
    if (!shot) return;
    if (atOnce.checked) await startRun(shot.id);
    location.assign(`/shots/${shot.id}`);
  };
  openDialog(
    _("New shot"),
    [
      h(
        "form",
        { class: "stack", onsubmit: submit },
        lines.element,
        h("div", { class: "row" }, field(_("Name"), name), field(_("Sheet"), sheet), field(_("Frames per second"), fps)),
        painted.element,
        h("label", { class: "check" }, atOnce, h("span", null, _("Start colouring at once"))),
        sending.refusals,
        sending.element,
        h("div", { class: "actions" }, send),
      ),
    ],
    "wide",
  );
}

/** A run that cannot start is said on the shot's own page; the shot itself is saved. @param {number} shot */
async function startRun(shot) {
  try {
    await shots.run(shot);
  } catch (refused) {
    if (!(refused instanceof ApiError)) throw refused;
  }
}

/** @param {T.Character} character */
function options(character) {
  const lines = character.sheets.map((sheet) => h("option", { value: sheet.id }, `${character.name} ${sheet.label} ${sheet.name}`));
  return h("optgroup", { label: character.name }, ...lines);
}
