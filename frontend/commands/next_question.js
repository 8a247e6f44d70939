// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const nextQuestion = {
  name: "next-question",
  title: _("Next question: the answer that settles most (Esc gives Tab back to the page)"),
  group: "Queue",
  shortcuts: ["Tab"],
  icon: "target",
  enabled: (desk) => desk.canPaint,
  perform: (desk) => void desk.queue.next(),
};
