// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const dropper = {
  name: "tool-dropper",
  title: _("Eyedropper: take the colour of a segment"),
  group: "Tools",
  shortcuts: ["I"],
  icon: "dropper",
  hint: _("or hold Alt"),
  enabled: () => true,
  pressed: (desk) => desk.kit.activeTool === "dropper",
  perform: (desk) => desk.kit.chooseTool("dropper"),
};
