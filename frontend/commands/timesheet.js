// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const timesheet = {
  name: "timesheet",
  title: _("Timesheet: in, out"),
  group: "Shot",
  shortcuts: ["Shift+T"],
  icon: "timesheet",
  enabled: () => true,
  perform: (desk) => desk.asked.emit("timesheet"),
};
