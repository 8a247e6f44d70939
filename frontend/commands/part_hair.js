// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const partHair = {
  name: "part-hair",
  title: _("Semantic stroke: hair"),
  group: "Tools",
  shortcuts: ["A"],
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "parts" && desk.kit.part === "hair",
  perform: (desk) => desk.kit.choosePart("hair"),
};
