// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const firstFrame = {
  name: "first-frame",
  title: "First frame",
  group: "Frames",
  shortcuts: ["Home"],
  icon: "first",
  enabled: () => true,
  perform: (desk) => desk.goTo(1),
};
