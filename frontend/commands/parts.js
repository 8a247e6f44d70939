// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const parts = {
  name: "tool-parts",
  title: _("Semantic strokes: say roughly what is hair, skin or other"),
  group: "Tools",
  shortcuts: ["W"],
  icon: "parts",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "parts" || desk.kit.activeTool === "rub",
  perform: (desk) => desk.kit.choosePart(desk.kit.part),
};
