// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const zoomOut = {
  name: "zoom-out",
  title: _("Zoom out"),
  group: "View",
  shortcuts: ["-"],
  icon: "zoomOut",
  repeats: true,
  enabled: () => true,
  perform: (desk) => {
    desk.stage.view.step(desk.stage.center, -1);
    desk.stage.moved();
  },
};
