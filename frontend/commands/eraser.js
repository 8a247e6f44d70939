// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const eraser = {
  name: "tool-eraser",
  title: _("Eraser: take the paint off"),
  group: "Tools",
  shortcuts: ["E"],
  icon: "eraser",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "eraser",
  perform: (desk) => desk.kit.chooseTool("eraser"),
};
