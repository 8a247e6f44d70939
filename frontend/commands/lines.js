// @ts-check
import { LINES } from "../shot/prefs.js";
import { _ } from "../words.js";

/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const lines = {
  name: "lines",
  title: _("Lines: trace lines painted, as drawn, off"),
  group: "View",
  shortcuts: ["L"],
  icon: "linesPainted",
  enabled: () => true,
  pressed: (desk) => desk.prefs.lines !== "painted",
  perform: (desk) => desk.prefer({ lines: LINES[(LINES.indexOf(desk.prefs.lines) + 1) % LINES.length] }),
};
