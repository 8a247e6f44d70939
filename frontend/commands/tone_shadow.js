// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const toneShadow = {
  name: "tone-shadow",
  title: _("Shadow"),
  group: "Colour",
  shortcuts: ["Shift+3"],
  enabled: (desk) => desk.kit.hasTone(2),
  pressed: (desk) => desk.kit.tone === 2,
  perform: (desk) => desk.kit.chooseColour(desk.kit.entry, 2),
};
