// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const previousDrawing = {
  name: "previous-drawing",
  title: _("Previous drawing"),
  group: "Frames",
  shortcuts: ["ArrowLeft", ","],
  icon: "previous",
  repeats: true,
  enabled: () => true,
  perform: (desk) => desk.step(-1),
};
