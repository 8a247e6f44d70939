// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const choiceFirst = {
  name: "choice-first",
  title: _("Answer with the first likeliest colour"),
  group: "Queue",
  shortcuts: ["1"],
  icon: "check",
  enabled: (desk) => desk.canPaint && (desk.queue.current?.choices.length ?? 0) >= 1,
  perform: (desk) => desk.queue.choose(0),
};
