// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const toneSecondShadow = {
  name: "tone-second-shadow",
  title: _("Second shadow"),
  group: "Colour",
  shortcuts: ["Shift+4"],
  enabled: (desk) => desk.kit.hasTone(3),
  pressed: (desk) => desk.kit.tone === 3,
  perform: (desk) => desk.kit.chooseColour(desk.kit.entry, 3),
};
