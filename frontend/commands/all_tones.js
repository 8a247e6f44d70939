// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const allTones = {
  name: "all-tones",
  title: _("Bucket paints base, highlight and shadow at once, across trace lines"),
  group: "Tools",
  shortcuts: ["Shift+U"],
  icon: "tones",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.allTones,
  perform: (desk) => desk.kit.toggleAllTones(),
};
