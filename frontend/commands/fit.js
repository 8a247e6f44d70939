// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const fit = {
  name: "fit",
  title: _("Fit the drawing into the window"),
  group: "View",
  shortcuts: ["0", "F"],
  icon: "fit",
  enabled: () => true,
  perform: (desk) => desk.stage.fit(),
};
