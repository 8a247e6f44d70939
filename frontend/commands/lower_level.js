// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const lowerLevel = {
  name: "lower-level",
  title: _("Paint the level below"),
  group: "Frames",
  shortcuts: ["PageDown"],
  enabled: (desk) => desk.shot.levels.length > 1,
  perform: (desk) => desk.stepLevel(-1),
};
