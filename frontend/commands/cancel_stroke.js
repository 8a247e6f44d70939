// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const cancelStroke = {
  name: "cancel-stroke",
  title: _("Give up the stroke in hand, or the mark"),
  group: "Edit",
  shortcuts: ["Escape"],
  enabled: () => true,
  perform: (desk) => {
    desk.stroke.cancel();
    desk.closures.cancel();
    desk.parts.cancel();
    desk.fence.cancel();
    desk.notes.cancel();
    desk.selection.clear();
    desk.unmark();
  },
};
