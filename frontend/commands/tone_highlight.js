// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const toneHighlight = {
  name: "tone-highlight",
  title: _("Highlight"),
  group: "Colour",
  shortcuts: ["Shift+2"],
  enabled: (desk) => desk.kit.hasTone(1),
  pressed: (desk) => desk.kit.tone === 1,
  perform: (desk) => desk.kit.chooseColour(desk.kit.entry, 1),
};
