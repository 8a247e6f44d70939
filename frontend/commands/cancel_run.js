// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const cancelRun = {
  name: "cancel-run",
  title: _("Stop colouring"),
  group: "Shot",
  shortcuts: ["Shift+C"],
  icon: "stop",
  enabled: (desk) => desk.canPaint && desk.running,
  perform: (desk) => void desk.cancelRun(),
};
