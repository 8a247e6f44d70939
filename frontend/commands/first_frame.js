// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const firstFrame = {
  name: "first-frame",
  title: _("First frame"),
  group: "Frames",
  shortcuts: ["Home"],
  icon: "first",
  enabled: () => true,
  perform: (desk) => desk.goTo(1),
};
