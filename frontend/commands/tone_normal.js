// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const toneNormal = {
  name: "tone-normal",
  title: "Normal tone",
  group: "Colour",
  shortcuts: ["Shift+1"],
  enabled: (desk) => desk.hasTone(0),
  pressed: (desk) => desk.tone === 0,
  perform: (desk) => desk.chooseColour(desk.entry, 0),
};
