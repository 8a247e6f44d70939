// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const previousUnsureSegment = {
  name: "previous-unsure",
  title: _("Previous segment that deserves a look"),
  group: "Frames",
  shortcuts: ["Shift+N"],
  repeats: true,
  enabled: () => true,
  perform: (desk) => desk.findUnsure(-1),
};
