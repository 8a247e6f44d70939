// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const select = {
  name: "tool-select",
  title: _("Choose several segments by click or lasso; Enter paints them"),
  group: "Tools",
  shortcuts: ["Z"],
  icon: "select",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "select",
  perform: (desk) => desk.kit.chooseTool("select"),
};
