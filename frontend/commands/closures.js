// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const closures = {
  name: "tool-closures",
  title: _("Closures: switch one off or on"),
  group: "Tools",
  shortcuts: ["X"],
  icon: "closures",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "closures",
  perform: (desk) => desk.kit.chooseTool("closures"),
};
