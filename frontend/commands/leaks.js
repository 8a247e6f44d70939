// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const leaks = {
  name: "leaks",
  title: _("Leak view: every segment in a colour of its own"),
  group: "View",
  shortcuts: ["K"],
  icon: "leaks",
  enabled: () => true,
  pressed: (desk) => desk.look === "leaks",
  perform: (desk) => desk.lookAt("leaks"),
};
