// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const partStrokes = {
  name: "part-strokes",
  title: _("Semantic strokes: show or hide"),
  group: "View",
  shortcuts: ["Shift+W"],
  icon: "eye",
  enabled: () => true,
  pressed: (desk) => desk.prefs.parts,
  perform: (desk) => desk.prefer({ parts: !desk.prefs.parts }),
};
