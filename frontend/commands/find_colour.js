// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const findColour = {
  name: "find-colour",
  title: _("Find a colour by name"),
  group: "Colour",
  shortcuts: ["/"],
  enabled: () => true,
  perform: (desk) => desk.asked.emit("find"),
};
