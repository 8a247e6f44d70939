// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const run = {
  name: "run",
  title: _("Colour the shot"),
  group: "Shot",
  shortcuts: ["Shift+R"],
  icon: "spark",
  enabled: (desk) => desk.canPaint && !desk.running,
  perform: (desk) => void desk.startRun(),
};
