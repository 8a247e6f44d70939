// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const partOther = {
  name: "part-other",
  title: _("Semantic stroke: neither hair nor skin"),
  group: "Tools",
  shortcuts: ["D"],
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "parts" && desk.kit.part === "other",
  perform: (desk) => desk.kit.choosePart("other"),
};
