// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const toneNormal = {
  name: "tone-normal",
  title: _("Normal tone"),
  group: "Colour",
  shortcuts: ["Shift+1"],
  enabled: (desk) => desk.kit.hasTone(0),
  pressed: (desk) => desk.kit.tone === 0,
  perform: (desk) => desk.kit.chooseColour(desk.kit.entry, 0),
};
