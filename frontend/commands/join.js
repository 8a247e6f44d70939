// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const join = {
  name: "tool-join",
  title: _("Closing stroke: draw over a gap"),
  group: "Tools",
  shortcuts: ["J"],
  icon: "join",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "join",
  perform: (desk) => desk.kit.chooseTool("join"),
};
