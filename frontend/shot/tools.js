// @ts-check
import { allTones } from "../commands/all_tones.js";
import { bucket } from "../commands/bucket.js";
import { commandButton } from "../commands/button.js";
import { carry } from "../commands/carry.js";
import { closures } from "../commands/closures.js";
import { dropper } from "../commands/dropper.js";
import { eraser } from "../commands/eraser.js";
import { gaps } from "../commands/gaps.js";
import { hand } from "../commands/hand.js";
import { join } from "../commands/join.js";
import { lasso } from "../commands/lasso.js";
import { note } from "../commands/note.js";
import { onlyUnpainted } from "../commands/only_unpainted.js";
import { parts } from "../commands/parts.js";
import { rectangle } from "../commands/rectangle.js";
import { redo } from "../commands/redo.js";
import { replace } from "../commands/replace.js";
import { select } from "../commands/select.js";
import { undo } from "../commands/undo.js";
import { h } from "../dom.js";
import { _ } from "../words.js";

/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk */
export function toolrail(desk) {
  const rail = h("div", { class: "tools", role: "toolbar", "aria-label": _("Tools"), "aria-orientation": "vertical" });
  for (const command of [bucket, lasso, rectangle, select, eraser, dropper, hand, note]) rail.append(commandButton(command, desk));
  rail.append(h("hr", null), commandButton(onlyUnpainted, desk), commandButton(allTones, desk), commandButton(replace, desk), h("hr", null));
  for (const command of [parts, gaps, closures, join]) rail.append(commandButton(command, desk));
  rail.append(h("hr", null));
  rail.append(commandButton(undo, desk), commandButton(redo, desk), commandButton(carry, desk));
  return rail;
}
