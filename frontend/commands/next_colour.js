// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const nextColour = {
  name: "next-colour",
  title: _("Next colour of the sheet"),
  group: "Colour",
  shortcuts: ["]"],
  repeats: true,
  enabled: () => true,
  perform: (desk) => desk.kit.stepColour(1),
};
