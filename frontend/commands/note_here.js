// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const noteHere = {
  name: "note-here",
  title: _("Note at the marked segment, or in the middle of what is seen"),
  group: "Tools",
  shortcuts: ["Shift+Enter"],
  icon: "note",
  enabled: (desk) => desk.canPaint && desk.drawing !== null,
  perform: (desk) => desk.notes.here(),
};
