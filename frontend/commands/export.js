// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const exportShot = {
  name: "export",
  title: _("Export the painted drawings"),
  group: "Shot",
  shortcuts: ["Shift+E"],
  icon: "export",
  enabled: () => true,
  perform: (desk) => desk.asked.emit("export"),
};
