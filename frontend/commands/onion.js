// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const onion = {
  name: "onion",
  title: _("Onion skin: lines before (orange) and after (blue)"),
  group: "View",
  shortcuts: ["O"],
  icon: "onion",
  enabled: () => true,
  pressed: (desk) => desk.prefs.onion,
  perform: (desk) => desk.prefer({ onion: !desk.prefs.onion }),
};
