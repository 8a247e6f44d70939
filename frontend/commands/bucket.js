// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const bucket = {
  name: "tool-bucket",
  title: _("Bucket: click or drag over segments"),
  group: "Tools",
  shortcuts: ["B"],
  icon: "bucket",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.activeTool === "bucket",
  perform: (desk) => desk.kit.chooseTool("bucket"),
};
