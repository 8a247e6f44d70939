// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const zoomIn = {
  name: "zoom-in",
  title: _("Zoom in"),
  group: "View",
  shortcuts: ["+", "="],
  icon: "zoomIn",
  hint: _("or the wheel, at the cursor"),
  repeats: true,
  enabled: () => true,
  perform: (desk) => {
    desk.stage.view.step(desk.stage.center, 1);
    desk.stage.moved();
  },
};
