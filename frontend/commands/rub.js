// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const rub = {
  name: "tool-rub",
  title: _("Rub out semantic strokes"),
  group: "Tools",
  shortcuts: ["Q"],
  icon: "eraser",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "rub",
  perform: (desk) => desk.kit.chooseTool("rub"),
};
