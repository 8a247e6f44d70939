// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const notes = {
  name: "notes",
  title: _("Notes of the shot"),
  group: "Shot",
  shortcuts: ["Shift+M"],
  icon: "notes",
  enabled: () => true,
  pressed: (desk) => desk.notes.open,
  perform: (desk) => desk.notes.toggle(),
};
