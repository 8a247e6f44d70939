// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const nextUnsureSegment = {
  name: "next-unsure",
  title: _("Next segment that deserves a look"),
  group: "Frames",
  shortcuts: ["N"],
  icon: "target",
  repeats: true,
  enabled: () => true,
  perform: (desk) => desk.findUnsure(1),
};
