// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { SPEEDS } from "../shot/playback.js";
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const speed = {
  name: "speed",
  title: _("Speed: 8, 12 or 24 frames per second"),
  group: "Frames",
  shortcuts: ["Shift+F"],
  enabled: () => true,
  perform: (desk) => {
    const at = SPEEDS.indexOf(desk.playback.fps);
    desk.playback.setSpeed(SPEEDS[(at + 1) % SPEEDS.length]);
  },
};
