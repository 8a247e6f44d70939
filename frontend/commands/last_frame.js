// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const lastFrame = {
  name: "last-frame",
  title: _("Last frame"),
  group: "Frames",
  shortcuts: ["End"],
  icon: "last",
  enabled: () => true,
  perform: (desk) => desk.goTo(desk.shot.frames),
};
