// @ts-check
/** Under the canvas: frames, playing, levels, view. */
import { commandButton } from "../commands/button.js";
import { confidence } from "../commands/confidence.js";
import { actualSize } from "../commands/actual_size.js";
import { firstFrame } from "../commands/first_frame.js";
import { fit } from "../commands/fit.js";
import { lastFrame } from "../commands/last_frame.js";
import { leaks } from "../commands/leaks.js";
import { lines } from "../commands/lines.js";
import { loop } from "../commands/loop.js";
import { nextDrawing } from "../commands/next_drawing.js";
import { nextUnsureSegment } from "../commands/next_unsure.js";
import { notes } from "../commands/notes.js";
import { onion } from "../commands/onion.js";
import { paper } from "../commands/paper.js";
import { play } from "../commands/play.js";
import { previousDrawing } from "../commands/previous_drawing.js";
import { timesheet } from "../commands/timesheet.js";
import { zoomIn } from "../commands/zoom_in.js";
import { zoomOut } from "../commands/zoom_out.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { SPEEDS } from "./playback.js";
import { _, _n } from "../words.js";

/** @import { Command } from "../types.js" */
/** @import { Desk } from "./desk.js" */

/** @param {Desk} desk */
export function transport(desk) {
  const button = (/** @type {Command<Desk>} */ command) => commandButton(command, desk);
  const frame = h("output", { class: "frame-number" });
  const zoom = h("output", { class: "zoom-number", "aria-label": _("Zoom") });
  const playing = button(play);
  const refresh = () => {
    const at = desk.playback.playing ? desk.playback.frame : desk.frame;
    const aside = desk.aside && !desk.playback.playing;
    frame.textContent = aside ? `- / ${desk.shot.frames}` : `${String(at).padStart(String(desk.shot.frames).length, "0")} / ${desk.shot.frames}`;
    playing.replaceChildren(icon(desk.playback.playing ? "pause" : "play"));
  };
  desk.changed.on((aspect) => (aspect === "frame" || aspect === "play" || aspect === "shot") && refresh());
  desk.stage.zoomed.on((scale) => (zoom.textContent = `${Math.round((100 * scale) / desk.stage.actualScale)} %`));
  refresh();
  return h(
    "div",
    { class: "transport", role: "toolbar", "aria-label": _("Frames and view") },
    group(button(firstFrame), button(previousDrawing), playing, button(nextDrawing), button(lastFrame), frame),
    group(speeds(desk), button(loop)),
    group(button(nextUnsureSegment), button(timesheet), notesButton(desk)),
    levels(desk),
    h("span", { class: "grow" }),
    group(linesButton(desk), button(onion), button(confidence), button(leaks), button(paper)),
    group(button(zoomOut), zoom, button(zoomIn), button(fit), button(actualSize)),
  );
}

/** Its picture is what it shows now. @param {Desk} desk */
function linesButton(desk) {
  const button = commandButton(lines, desk);
  const refresh = () => button.replaceChildren(icon({ painted: "linesPainted", drawn: "lines", none: "linesOff" }[desk.prefs.lines]));
  desk.changed.on((aspect) => aspect === "view" && refresh());
  refresh();
  return button;
}

/** With the number of those that are open. @param {Desk} desk */
function notesButton(desk) {
  const button = commandButton(notes, desk);
  const badge = h("span", { class: "badge" });
  button.append(badge);
  const refresh = () => {
    const open = desk.notes.count();
    badge.textContent = open > 0 ? String(open) : "";
    button.setAttribute("aria-label", open > 0 ? `${notes.title}, ${_n("{count} open", "{count} open", open)}` : notes.title);
  };
  desk.changed.on((aspect) => aspect === "notes" && refresh());
  refresh();
  return button;
}

/** @param {...Node} children */
function group(...children) {
  return h("div", { class: "group" }, ...children);
}

/** @param {Desk} desk */
function speeds(desk) {
  const buttons = SPEEDS.map((fps) =>
    h(
      "button",
      {
        type: "button", class: "segment", title: _("{fps} frames per second (⇧ F)", { fps }),
        onclick: () => desk.playback.setSpeed(fps),
        onmousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
      },
      fps,
    ),
  );
  const refresh = () => buttons.forEach((b, i) => b.setAttribute("aria-pressed", String(SPEEDS[i] === desk.playback.fps)));
  desk.changed.on((aspect) => aspect === "view" && refresh());
  refresh();
  return h("div", { class: "segments", role: "group", "aria-label": _("Frames per second") }, ...buttons, h("span", { class: "unit" }, _("fps")));
}

/** @param {Desk} desk */
function levels(desk) {
  const box = h("div", { class: "segments", role: "group", "aria-label": _("Level to paint") });
  desk.changed.on((aspect) => (aspect === "frame" || aspect === "shot") && fillLevels(desk, box));
  fillLevels(desk, box);
  return box;
}

/** @param {Desk} desk @param {HTMLElement} box */
function fillLevels(desk, box) {
  const all = [...desk.shot.levels].sort((a, b) => a.order - b.order);
  box.hidden = all.length < 2;
  const buttons = all.map((level) =>
    h(
      "button",
      {
        type: "button", class: "segment", "aria-pressed": String(level === desk.level), title: _("Paint level {level} (Page ↑ / Page ↓)", { level: level.name }),
        onclick: () => desk.chooseLevel(level),
        onmousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
      },
      level.name || "–",
    ),
  );
  box.replaceChildren(h("span", { class: "unit" }, icon("levels")), ...buttons);
}
