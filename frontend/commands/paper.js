// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { PAPERS } from "../shot/papers.js";
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const paper = {
  name: "paper",
  title: _("Paper: checked, white or dark"),
  group: "View",
  shortcuts: ["G"],
  icon: "paper",
  enabled: () => true,
  perform: (desk) => desk.prefer({ paper: (desk.prefs.paper + 1) % PAPERS.length }),
};
