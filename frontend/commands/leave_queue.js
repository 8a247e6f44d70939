// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const leaveQueue = {
  name: "leave-queue",
  title: _("Leave the queue"),
  group: "Queue",
  shortcuts: ["Escape"],
  icon: "close",
  enabled: (desk) => desk.queue.current !== null,
  perform: (desk) => desk.queue.leave(),
};
