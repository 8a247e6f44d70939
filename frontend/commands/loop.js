// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const loop = {
  name: "loop",
  title: _("Play in a loop"),
  group: "Frames",
  shortcuts: ["Shift+L"],
  icon: "loop",
  enabled: () => true,
  pressed: (desk) => desk.prefs.loop,
  perform: (desk) => desk.prefer({ loop: !desk.prefs.loop }),
};
