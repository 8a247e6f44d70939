// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const nextDrawing = {
  name: "next-drawing",
  title: _("Next drawing"),
  group: "Frames",
  shortcuts: ["ArrowRight", "."],
  icon: "next",
  repeats: true,
  enabled: () => true,
  perform: (desk) => desk.step(1),
};
