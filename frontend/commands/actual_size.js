// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const actualSize = {
  name: "actual-size",
  title: _("Actual size, pixel for pixel"),
  group: "View",
  shortcuts: ["1"],
  icon: "actual",
  enabled: () => true,
  perform: (desk) => {
    desk.stage.view.zoomTo(desk.stage.center, desk.stage.actualScale);
    desk.stage.moved();
  },
};
