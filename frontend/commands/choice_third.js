// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const choiceThird = {
  name: "choice-third",
  title: _("Answer with the third likeliest colour"),
  group: "Queue",
  shortcuts: ["3"],
  icon: "check",
  enabled: (desk) => desk.canPaint && (desk.queue.current?.choices.length ?? 0) >= 3,
  perform: (desk) => desk.queue.choose(2),
};
