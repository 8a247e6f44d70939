// @ts-check
/** Over the canvas while semantic strokes are in hand: which part they say, rubbing them out, their layer. */
import { commandButton } from "../commands/button.js";
import { partHair } from "../commands/part_hair.js";
import { partOther } from "../commands/part_other.js";
import { partSkin } from "../commands/part_skin.js";
import { partStrokes } from "../commands/part_strokes.js";
import { rub } from "../commands/rub.js";
import { h } from "../dom.js";
import { PARTS } from "./part_look.js";
import { _ } from "../words.js";

/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk */
export function partsBar(desk) {
  const choices = [partHair, partSkin, partOther].map((command, i) => {
    const [, label, tint] = PARTS[i];
    const button = commandButton(command, desk, label, "part");
    button.style.setProperty("--tint", tint);
    return button;
  });
  const state = h("span", { class: "parts-state", role: "status" });
  const bar = h(
    "div",
    { class: "parts-bar", role: "toolbar", "aria-label": _("Semantic strokes") },
    ...choices,
    commandButton(rub, desk),
    commandButton(partStrokes, desk),
    state,
  );
  const refresh = () => {
    const { tool } = desk.kit; // not what a key holds for a moment
    bar.hidden = tool !== "parts" && tool !== "rub";
    state.textContent = desk.parts.colouring ? _("Colouring") : "";
  };
  desk.changed.on(refresh);
  refresh();
  return bar;
}
