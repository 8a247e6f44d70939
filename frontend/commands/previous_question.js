// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const previousQuestion = {
  name: "previous-question",
  title: _("The question before"),
  group: "Queue",
  shortcuts: ["Shift+Tab"],
  icon: "previous",
  enabled: (desk) => desk.canPaint && desk.queue.current !== null,
  perform: (desk) => desk.queue.previous(),
};
