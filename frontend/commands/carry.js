// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const carry = {
  name: "carry",
  title: _("Carry corrections on to the other drawings"),
  group: "Edit",
  shortcuts: ["V"],
  icon: "link",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.prefs.carry,
  perform: (desk) => desk.prefer({ carry: !desk.prefs.carry }),
};
