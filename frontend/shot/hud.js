// @ts-check
/** What is written over the canvas: the segment under the cursor, the confidence view's legend, what is being waited for. */
import { UNSURE } from "../canvas/confidence.js";
import { h, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { TONE_LABELS } from "../terms.js";
import { partName } from "./part_look.js";
import { _, _n, language } from "../words.js";

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
    h("span", { class: "key unpainted" }, _("unpainted")),
    h("span", { class: "key unsure" }, _("unsure")),
    h("span", { class: "key sure" }, _("sure")),
    h("span", { class: "key person" }, _("by hand")),
  );
  const leaks = h(
    "div",
    { class: "legend", hidden: true },
    h("span", { class: "key outside" }, _("the page: what is pale has run out")),
    h("span", { class: "dim" }, _("one colour over two areas is a leak")),
  );
  const lostWords = h("button", { type: "button", class: "button quiet", onclick: () => desk.gaps.seeLost() });
  const lost = h("div", { class: "lost", role: "status", hidden: true }, icon("warning"), lostWords, iconButton("close", _("Put this list away"), () => desk.gaps.forgetLost(), "small"));
  const remark = h("div", { class: "reader-note", hidden: true });
  const refresh = () => {
    const mark = desk.hover ?? desk.marked;
    const closure = desk.closures.hover;
    const stroke = desk.parts.hover;
    const note = desk.notes.hover;
    tip.hidden = !mark && !closure && !stroke && !note;
    if (note) tip.replaceChildren(...describeNote(note));
    else if (stroke) tip.replaceChildren(...describeStroke(stroke));
    else if (closure) tip.replaceChildren(...describeClosure(closure));
    else if (mark) tip.replaceChildren(...describe(desk, mark));
    legend.hidden = desk.look !== "confidence";
    leaks.hidden = desk.look !== "leaks";
    const count = desk.gaps.lost.length;
    lost.hidden = count === 0;
    lostWords.textContent = _n("{count} decision could not be carried: click to see where", "{count} decisions could not be carried: click to see where", count);
    remark.hidden = !desk.drawing?.note || desk.playback.playing;
    remark.textContent = desk.drawing?.note ?? "";
    const words = waiting(desk);
    wait.hidden = words === "";
    wait.textContent = words;
  };
  desk.changed.on(refresh);
  desk.paintings.changed.on(({ drawing }) => drawing === desk.drawing?.id && refresh());
  refresh();
  return h("div", { class: "hud" }, tip, wait, remark, h("div", { class: "hud-corner" }, legend, leaks, lost));
}

/** @param {Desk} desk */
function waiting(desk) {
  const drawing = desk.drawing;
  if (!drawing) return _("This level shows nothing at this frame.");
  if (drawing.problem) return `${drawing.file_name}: ${drawing.problem}`;
  if (!drawing.labels_url) return _("Cutting this drawing into segments. You can paint it in a moment.");
  if (!desk.layer) return _("Opening the drawing");
  return "";
}

/** @param {T.Note} note @returns {HTMLElement[]} */
function describeNote({ number, text, by }) {
  return [h("strong", null, _("Note {number}", { number })), h("span", { class: "tip-text" }, text), h("span", { class: "dim" }, by?.name ?? "")];
}

/** @param {T.PartStroke} stroke @returns {HTMLElement[]} */
function describeStroke({ part, by }) {
  return [h("strong", null, partName(part)), h("span", null, by ? _("drawn by {name}", { name: by.name }) : ""), h("span", { class: "dim" }, _("click to rub it out"))];
}

/** @param {T.Closure} closure @returns {HTMLElement[]} */
function describeClosure({ by, score, active }) {
  const said = by ? _("drawn by {name}", { name: by.name }) : score === null ? "" : _("{share} % sure", { share: Math.round(100 * score) });
  return [h("strong", null, _("closure")), h("span", null, said), h("span", { class: "dim" }, active ? _("click to switch it off") : _("switched off: click to switch it on"))];
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
  const doubt = painting.confidence[label] < UNSURE ? _("unsure") : _("sure");
  const said = painting.byPerson[label] ? _("by hand") : painting.provisional[label] ? _("new: provisional colour") : entry ? `${doubt}, ${sure} %` : "";
  const name = entry ? `${entry.name} · ${TONE_LABELS[painting.tone[label]].toLowerCase()}` : _("unpainted");
  return [h("strong", null, name), h("span", null, said), h("span", { class: "dim" }, `#${label}, ${layer.area(label).toLocaleString(language)} px`)];
}
