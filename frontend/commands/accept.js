// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const accept = {
  name: "accept",
  title: _("What shows is right: accept it"),
  group: "Queue",
  shortcuts: ["Enter"],
  icon: "check",
  enabled: (desk) => desk.canPaint && desk.queue.current !== null && desk.queue.current.entry > 0,
  perform: (desk) => desk.queue.accept(),
};
