// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const partStrokes = {
  name: "part-strokes",
  title: "Semantic strokes: show or hide",
  group: "View",
  shortcuts: ["Shift+W"],
  icon: "eye",
  enabled: () => true,
  pressed: (desk) => desk.prefs.parts,
  perform: (desk) => desk.prefer({ parts: !desk.prefs.parts }),
};
