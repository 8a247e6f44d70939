// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const nextTone = {
  name: "next-tone",
  title: _("Next tone of this colour"),
  group: "Colour",
  shortcuts: ["T"],
  repeats: true,
  enabled: () => true,
  perform: (desk) => desk.kit.stepTone(),
};
