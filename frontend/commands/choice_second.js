// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const choiceSecond = {
  name: "choice-second",
  title: _("Answer with the second likeliest colour"),
  group: "Queue",
  shortcuts: ["2"],
  icon: "check",
  enabled: (desk) => desk.canPaint && (desk.queue.current?.choices.length ?? 0) >= 2,
  perform: (desk) => desk.queue.choose(1),
};
