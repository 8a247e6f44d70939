// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const gaps = {
  name: "gaps",
  title: _("Close gaps: settings with a preview"),
  group: "Shot",
  shortcuts: ["Shift+G"],
  icon: "gaps",
  enabled: () => true,
  pressed: (desk) => desk.gaps.open,
  perform: (desk) => desk.gaps.toggle(),
};
