// @ts-check
/** What is written over the canvas: the segment under the cursor, the confidence view's legend, what is being waited for. */
import { UNSURE } from "../canvas/confidence.js";
import { TONE_LABELS } from "../canvas/palette.js";
import { h, iconButton, plural } from "../dom.js";
import { icon } from "../icons.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Mark } from "./stage.js" */

/** @param {Desk} desk */
export function hud(desk) {
  const tip = h("div", { class: "tip", hidden: true });
  const wait = h("div", { class: "wait", role: "status", hidden: true });
  const legend = h(
    "div",
    { class: "legend", hidden: true },
    h("span", { class: "key unpainted" }, "unpainted"),
    h("span", { class: "key unsure" }, "unsure"),
    h("span", { class: "key sure" }, "sure"),
    h("span", { class: "key person" }, "by hand"),
  );
  const leaks = h(
    "div",
    { class: "legend", hidden: true },
    h("span", { class: "key outside" }, "the page: what is pale has run out"),
    h("span", { class: "dim" }, "one colour over two areas is a leak"),
  );
  const lostWords = h("button", { type: "button", class: "button quiet", onclick: () => desk.gaps.seeLost() });
  const lost = h("div", { class: "lost", role: "status", hidden: true }, icon("warning"), lostWords, iconButton("close", "Put this list away", () => desk.gaps.forgetLost(), "small"));
  const note = h("div", { class: "reader-note", hidden: true });
  const refresh = () => {
    const mark = desk.hover ?? desk.marked;
    const closure = desk.closures.hover;
    const stroke = desk.parts.hover;
    tip.hidden = !mark && !closure && !stroke;
    if (stroke) tip.replaceChildren(...describeStroke(stroke));
    else if (closure) tip.replaceChildren(...describeClosure(closure));
    else if (mark) tip.replaceChildren(...describe(desk, mark));
    legend.hidden = desk.look !== "confidence";
    leaks.hidden = desk.look !== "leaks";
    const count = desk.gaps.lost.length;
    lost.hidden = count === 0;
    lostWords.textContent = `${plural(count, "decision")} could not be carried: click to see where`;
    note.hidden = !desk.drawing?.note || desk.playback.playing;
    note.textContent = desk.drawing?.note ?? "";
    const words = waiting(desk);
    wait.hidden = words === "";
    wait.textContent = words;
  };
  desk.changed.on(refresh);
  desk.paintings.changed.on(({ drawing }) => drawing === desk.drawing?.id && refresh());
  refresh();
  return h("div", { class: "hud" }, tip, wait, note, h("div", { class: "hud-corner" }, legend, leaks, lost));
}

/** @param {Desk} desk */
function waiting(desk) {
  const drawing = desk.drawing;
  if (!drawing) return "This level shows nothing at this frame.";
  if (drawing.problem) return `${drawing.file_name}: ${drawing.problem}`;
  if (!drawing.labels_url) return "Cutting this drawing into segments. You can paint it in a moment.";
  if (!desk.layer) return "Opening the drawing";
  return "";
}

/** @param {T.PartStroke} stroke @returns {HTMLElement[]} */
function describeStroke({ part, by }) {
  return [h("strong", null, part), h("span", null, by ? `drawn by ${by.name}` : ""), h("span", { class: "dim" }, "click to rub it out")];
}

/** @param {T.Closure} closure @returns {HTMLElement[]} */
function describeClosure({ by, score, active }) {
  const said = by ? `drawn by ${by.name}` : score === null ? "" : `${Math.round(100 * score)} % sure`;
  return [h("strong", null, "closure"), h("span", null, said), h("span", { class: "dim" }, active ? "click to switch it off" : "switched off: click to switch it on")];
}

/**
 * @param {Desk} desk
 * @param {Mark} mark
 * @returns {HTMLElement[]}
 */
function describe(desk, { layer, label }) {
  const painting = desk.paintings.get(layer.drawing);
  if (!painting) return [];
  const entry = desk.entryOf(painting.entry[label]);
  const sure = Math.round((100 * painting.confidence[label]) / 255);
  const doubt = painting.confidence[label] < UNSURE ? "unsure" : "sure";
  const said = painting.byPerson[label] ? "by hand" : painting.provisional[label] ? "new: provisional colour" : entry ? `${doubt}, ${sure} %` : "";
  const name = entry ? `${entry.name} · ${TONE_LABELS[painting.tone[label]].toLowerCase()}` : "unpainted";
  return [h("strong", null, name), h("span", null, said), h("span", { class: "dim" }, `#${label}, ${layer.area(label).toLocaleString("en")} px`)];
}
