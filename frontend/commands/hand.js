// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const hand = {
  name: "tool-hand",
  title: _("Hand: move the drawing"),
  group: "Tools",
  shortcuts: ["H"],
  icon: "hand",
  hint: _("or hold Space, or drag with the middle button"),
  enabled: () => true,
  pressed: (desk) => desk.kit.activeTool === "hand",
  perform: (desk) => desk.kit.chooseTool("hand"),
};
