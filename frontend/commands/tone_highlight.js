// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const toneHighlight = {
  name: "tone-highlight",
  title: "Highlight",
  group: "Colour",
  shortcuts: ["Shift+2"],
  enabled: (desk) => desk.hasTone(1),
  pressed: (desk) => desk.tone === 1,
  perform: (desk) => desk.chooseColour(desk.entry, 1),
};
