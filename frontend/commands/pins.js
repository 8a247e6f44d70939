// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const pins = {
  name: "pins",
  title: _("Pins of open notes: show or hide"),
  group: "View",
  shortcuts: ["Shift+H"],
  icon: "eye",
  enabled: () => true,
  pressed: (desk) => desk.prefs.notes,
  perform: (desk) => desk.prefer({ notes: !desk.prefs.notes }),
};
