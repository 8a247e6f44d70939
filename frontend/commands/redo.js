// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const redo = {
  name: "redo",
  title: _("Redo"),
  group: "Edit",
  shortcuts: ["Mod+Shift+Z", "Mod+Y"],
  icon: "redo",
  repeats: true,
  enabled: (desk) => desk.canPaint && desk.work.history.canRedo,
  perform: (desk) => desk.work.redo(),
};
