// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const lines = {
  name: "lines",
  title: "Show the lines",
  group: "View",
  shortcuts: ["L"],
  icon: "lines",
  enabled: () => true,
  pressed: (desk) => desk.prefs.lines,
  perform: (desk) => desk.prefer({ lines: !desk.prefs.lines }),
};
