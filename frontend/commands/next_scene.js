// @ts-check
import { _ } from "../words.js";
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const nextScene = {
  name: "next_scene",
  title: _("Next scene: the same colours in another light"),
  group: "View",
  shortcuts: ["Shift+S"],
  enabled: (desk) => desk.sheet.scenes.length > 0,
  perform: (desk) => {
    const lights = [null, ...desk.sheet.scenes.map(({ id }) => id)];
    desk.lookIn(lights[(lights.indexOf(desk.scene) + 1) % lights.length]);
  },
};
