// @ts-check
/** @import { Command } from "../types.js" */
/** @import { Desk } from "../shot/desk.js" */
import { _ } from "../words.js";

/** @type {Command<Desk>} */
export const onlyUnpainted = {
  name: "only-unpainted",
  title: _("Paint only what is unpainted"),
  group: "Tools",
  shortcuts: ["U"],
  icon: "unpainted",
  enabled: (desk) => desk.canPaint,
  pressed: (desk) => desk.kit.onlyUnpainted,
  perform: (desk) => desk.kit.toggleOnlyUnpainted(),
};
