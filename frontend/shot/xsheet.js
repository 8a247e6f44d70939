// @ts-check
/** The timesheet as a strip: one row a level, one block an exposure as long as it is held. A press goes to the frame. */
import { h } from "../dom.js";
import { exposures } from "./timesheet.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk */
export function xsheet(desk) {
  const rows = h("div", { class: "xsheet-rows" });
  const head = h("div", { class: "xsheet-head", "aria-hidden": "true" });
  const strip = h("div", { class: "xsheet", role: "img", "aria-label": _("Timesheet") }, rows, head);

  const build = () => {
    const top = [...desk.shot.levels].sort((a, b) => b.order - a.order);
    rows.replaceChildren(...top.map((level) => row(desk, level)));
    strip.style.setProperty("--frames", String(desk.shot.frames));
    follow();
  };
  const follow = () => {
    const at = desk.playback.playing ? desk.playback.frame : desk.frame;
    head.style.setProperty("--at", String(at - 1));
    head.hidden = desk.aside !== null && !desk.playback.playing;
    for (const line of rows.children) line.classList.toggle("active", line instanceof HTMLElement && line.dataset.level === String(desk.level?.id));
  };
  /** @param {PointerEvent} event */
  const seek = (event) => {
    const box = rows.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const line = event.target instanceof Element ? event.target.closest("[data-level]") : null;
    const level = desk.shot.levels.find(({ id }) => line instanceof HTMLElement && line.dataset.level === String(id));
    if (level && event.type === "pointerdown") desk.level = level;
    desk.playback.stop();
    desk.goTo(1 + Math.floor(share * desk.shot.frames));
  };
  strip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    strip.setPointerCapture(event.pointerId);
    seek(event);
  });
  strip.addEventListener("pointermove", (event) => event.buttons === 1 && strip.hasPointerCapture(event.pointerId) && seek(event));
  desk.changed.on((aspect) => {
    if (aspect === "shot") build();
    else if (aspect === "frame" || aspect === "play") follow();
  });
  build();
  return strip;
}

/** @param {T.Level} level @param {T.Drawing} drawing @param {number} from @param {number} to */
function exposureWords({ name: level }, { name: drawing }, from, to) {
  const facts = { level, drawing, from, to, length: to - from + 1 };
  return to > from ? _("{level} {drawing}: frame {from}-{to}, held {length} frames", facts) : _("{level} {drawing}: frame {from}", facts);
}

/** @param {Desk} desk @param {T.Level} level */
function row(desk, level) {
  const blocks = exposures(level, desk.shot.frames).map(({ drawing, from, to }) => {
    const block = h("span", { class: "xsheet-block", title: exposureWords(level, drawing, from, to) }, drawing.number);
    block.style.gridColumn = `${from} / ${to + 1}`;
    return block;
  });
  return h("div", { class: "xsheet-row", "data-level": level.id }, ...blocks);
}
