// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const replace = {
  name: "replace-entry",
  title: _("Replace one colour by another in several drawings"),
  group: "Edit",
  shortcuts: ["Shift+X"],
  icon: "replace",
  enabled: (desk) => desk.canPaint && desk.sheet.entries.length > 1,
  perform: (desk) => desk.asked.emit("replace"),
};
