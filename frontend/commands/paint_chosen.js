// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const paintChosen = {
  name: "paint-chosen",
  title: _("Paint the chosen segments"),
  group: "Edit",
  shortcuts: ["Enter"],
  icon: "check",
  enabled: (desk) => desk.canPaint && desk.selection.size > 0,
  perform: (desk) => desk.selection.paint(),
};
