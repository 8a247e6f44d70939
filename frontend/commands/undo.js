// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const undo = {
  name: "undo",
  title: _("Undo what you did"),
  group: "Edit",
  shortcuts: ["Mod+Z"],
  icon: "undo",
  repeats: true,
  enabled: (desk) => desk.canPaint,
  perform: (desk) => void desk.work.undo(),
};
