// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const note = {
  name: "tool-note",
  title: _("Pin: a note at a place; drag to draw a mark with it"),
  group: "Tools",
  shortcuts: ["Shift+P"],
  icon: "note",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "note",
  perform: (desk) => desk.kit.chooseTool("note"),
};
