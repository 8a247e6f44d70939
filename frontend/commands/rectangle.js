// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const rectangle = {
  name: "tool-rectangle",
  title: _("Rectangle: paint the segments wholly inside (with ⇧ choose them)"),
  group: "Tools",
  shortcuts: ["R"],
  icon: "rectangle",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "rectangle",
  perform: (desk) => desk.kit.chooseTool("rectangle"),
};
