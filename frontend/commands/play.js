// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const play = {
  name: "play",
  title: _("Play or pause"),
  group: "Frames",
  shortcuts: ["P"],
  icon: "play",
  enabled: (desk) => desk.shot.frames > 1,
  pressed: (desk) => desk.playback.playing,
  perform: (desk) => desk.playback.toggle(),
};
