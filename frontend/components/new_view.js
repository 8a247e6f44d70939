// @ts-check
import { sheets } from "../api.js";
import { field, h } from "../dom.js";
import { dropzone } from "./dropzone.js";
import { PICTURES } from "./file_kinds.js";
import { openSendFiles } from "./send_files.js";

/** @import * as T from "../types.js" */

/** A painted picture that the engine learns from. @param {T.Sheet} sheet @param {() => void} done */
export function openNewView(sheet, done) {
  const painted = dropzone({ title: "Painted picture", hint: "Flat, in this sheet's colours", many: false, accept: PICTURES, onchange: () => dialog.refresh() });
  const line = dropzone({ title: "Its line drawing", hint: "Of the same size", many: false, accept: PICTURES, onchange: () => dialog.refresh() });
  const name = h("input", { class: "input", maxlength: 100, required: true, value: `view ${sheet.views.length + 1}` });
  const dialog = openSendFiles({
    title: `New view of ${sheet.character.name}`, act: "Add the view",
    content: [painted.element, line.element, field("Name of the view", name, "front, back, three quarters")],
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
