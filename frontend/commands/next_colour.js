// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const nextColour = {
  name: "next-colour",
  title: "Next colour of the sheet",
  group: "Colour",
  shortcuts: ["]"],
  repeats: true,
  enabled: () => true,
  perform: (desk) => desk.kit.stepColour(1),
};
