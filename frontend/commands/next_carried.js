// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const nextCarried = {
  name: "next-carried",
  title: _("Step through what was carried on"),
  group: "Edit",
  shortcuts: ["M"],
  icon: "next",
  repeats: true,
  enabled: (desk) => desk.carried.places.length > 0,
  perform: (desk) => desk.carried.step(),
};
