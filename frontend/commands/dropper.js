// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */

/** @type {Command<Desk>} */
export const dropper = {
  name: "tool-dropper",
  title: "Eyedropper: take the colour of a segment",
  group: "Tools",
  shortcuts: ["I"],
  icon: "dropper",
  hint: "or hold Alt",
  enabled: () => true,
  pressed: (desk) => desk.kit.activeTool === "dropper",
  perform: (desk) => desk.kit.chooseTool("dropper"),
};
