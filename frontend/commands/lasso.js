// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const lasso = {
  name: "tool-lasso",
  title: _("Lasso: paint the segments wholly inside (with ⇧ choose them)"),
  group: "Tools",
  shortcuts: ["Y"],
  icon: "lasso",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "lasso",
  perform: (desk) => desk.kit.chooseTool("lasso"),
};
