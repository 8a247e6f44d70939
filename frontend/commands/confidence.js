// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const confidence = {
  name: "confidence",
  title: _("Confidence view: where to look first"),
  group: "View",
  shortcuts: ["C"],
  icon: "confidence",
  enabled: () => true,
  pressed: (desk) => desk.look === "confidence",
  perform: (desk) => desk.lookAt("confidence"),
};
