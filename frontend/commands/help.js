// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const help = {
  name: "help",
  title: _("All shortcuts"),
  group: "Shot",
  shortcuts: ["?"],
  icon: "help",
  enabled: () => true,
  perform: (desk) => desk.asked.emit("help"),
};
