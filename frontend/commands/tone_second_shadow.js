// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const toneSecondShadow = {
  name: "tone-second-shadow",
  title: "Second shadow",
  group: "Colour",
  shortcuts: ["Shift+4"],
  enabled: (desk) => desk.hasTone(3),
  pressed: (desk) => desk.tone === 3,
  perform: (desk) => desk.chooseColour(desk.entry, 3),
};
