// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const paintMarked = {
  name: "paint-marked",
  title: _("Paint the marked segment"),
  group: "Edit",
  shortcuts: ["Enter"],
  icon: "check",
  enabled: (desk) => desk.canPaint && desk.marked !== null,
  perform: (desk) => {
    if (desk.marked) desk.stroke.single(desk.marked.label, desk.marked.layer);
  },
};
