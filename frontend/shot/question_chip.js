// @ts-check
/** Beside the segment that is asked about: its three likeliest colours. */
import { choiceList } from "./queue_panel.js";
import { h } from "../dom.js";

/** @import { Desk } from "./desk.js" */

const AIR = 14; // CSS pixels between the segment's ring and the chip

/** @param {Desk} desk */
export function questionChip(desk) {
  const chip = h("div", { class: "question-chip", hidden: true });
  const place = () => {
    const { marked } = desk;
    const question = desk.queue.current;
    chip.hidden = !question || !marked || marked.label !== question.segment || marked.layer.drawing !== question.drawing;
    if (chip.hidden || !marked) return;
    const at = 4 * marked.label;
    const [x, y, right, bottom] = marked.layer.index.box.subarray(at, at + 4);
    const corner = desk.stage.view.toStage({ wx: right, wy: (y + bottom) / 2 });
    const left = desk.stage.view.toStage({ wx: x, wy: y });
    const { width, height } = desk.stage.size;
    const fits = corner.sx + AIR + chip.offsetWidth < width;
    const sx = fits ? corner.sx + AIR : Math.max(4, left.sx - AIR - chip.offsetWidth);
    chip.style.left = `${Math.round(sx)}px`;
    chip.style.top = `${Math.round(Math.max(4, Math.min(height - chip.offsetHeight - 4, corner.sy - chip.offsetHeight / 2)))}px`;
  };
  const refresh = () => {
    const question = desk.queue.current;
    if (question) chip.replaceChildren(choiceList(desk, question.choices, question));
    place();
  };
  desk.changed.on((aspect) => {
    if (aspect === "queue" || aspect === "sheet") refresh();
    if (aspect === "mark" || aspect === "frame") place();
  });
  desk.stage.zoomed.on(place);
  return chip;
}
