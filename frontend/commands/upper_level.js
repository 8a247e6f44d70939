// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const upperLevel = {
  name: "upper-level",
  title: _("Paint the level above"),
  group: "Frames",
  shortcuts: ["PageUp"],
  enabled: (desk) => desk.shot.levels.length > 1,
  perform: (desk) => desk.stepLevel(1),
};
