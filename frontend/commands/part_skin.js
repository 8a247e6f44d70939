// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const partSkin = {
  name: "part-skin",
  title: _("Semantic stroke: skin"),
  group: "Tools",
  shortcuts: ["S"],
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "parts" && desk.kit.part === "skin",
  perform: (desk) => desk.kit.choosePart("skin"),
};
