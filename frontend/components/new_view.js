// @ts-check
import { sheets } from "../api.js";
import { field, h } from "../dom.js";
import { dropzone } from "./dropzone.js";
import { PICTURES } from "./file_kinds.js";
import { openSendFiles } from "./send_files.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

/** A painted picture that the engine learns from. @param {T.Sheet} sheet @param {() => void} done */
export function openNewView(sheet, done) {
  const painted = dropzone({ title: _("Painted picture"), hint: _("Flat, in this sheet's colours"), many: false, accept: PICTURES, onchange: () => dialog.refresh() });
  const line = dropzone({ title: _("Its line drawing"), hint: _("Of the same size"), many: false, accept: PICTURES, onchange: () => dialog.refresh() });
  const name = h("input", { class: "input", maxlength: 100, required: true, value: _("view {number}", { number: sheet.views.length + 1 }) });
  const dialog = openSendFiles({
    title: _("New view of {character}", { character: sheet.character.name }), act: _("Add the view"),
    content: [painted.element, line.element, field(_("Name of the view"), name, _("front, back, three quarters"))],
    ready: () => painted.files().length > 0 && line.files().length > 0,
    data: () => {
      const form = new FormData();
      form.append("painted", painted.files()[0]);
      form.append("line", line.files()[0]);
      form.append("name", name.value.trim());
      return form;
    },
    send: (form, progress, signal) => sheets.addView(sheet.id, form, progress, signal),
    done,
  });
}
