// @ts-check
/** The active level's drawings in the order of the timesheet, small; they fill in while the engine colours. */
import { drawings } from "../api.js";
import { h, plural } from "../dom.js";
import { icon } from "../icons.js";
import { holds } from "./timesheet.js";

/** @import { Desk } from "./desk.js" */
/** @import { Hold } from "./timesheet.js" */

const WIDTH = 192; // px, twice what is shown, for sharp screens
const SOON = 60; // ms until a thumbnail is asked for again
const CALM = 1200; // ms without a click, while somebody paints: the server draws it anew each time

/** @param {Desk} desk */
export function filmstrip(desk) {
  const strip = h("div", { class: "filmstrip", role: "listbox", "aria-label": "Drawings", "aria-orientation": "horizontal" });
  /** @type {Map<number, Frame>} */
  let frames = new Map();
  const near = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) {
      const frame = [...frames.values()].find((other) => other.element === target);
      frame?.see(isIntersecting);
    }
  }, { root: strip, rootMargin: "0px 600px" });

  const build = () => {
    near.disconnect();
    const all = desk.level ? holds(desk.level, desk.shot.frames) : [];
    frames = new Map(all.map((hold) => [hold.drawing.id, new Frame(desk, hold)]));
    strip.replaceChildren(...[...frames.values()].map((frame) => frame.element));
    for (const frame of frames.values()) near.observe(frame.element);
    follow();
  };
  const follow = () => {
    const at = desk.playback.playing ? desk.playback.frame : desk.frame;
    for (const frame of frames.values()) frame.choose(at);
  };
  let level = desk.level;
  desk.changed.on((aspect) => {
    if (aspect === "frame" && desk.level !== level) {
      level = desk.level;
      build();
    } else if (aspect === "frame" || aspect === "play") follow();
  });
  desk.paintings.changed.on(({ drawing }) => frames.get(drawing)?.markLater());
  desk.revised.on(({ drawing, soon }) => frames.get(drawing)?.pictureLater(soon));
  build();
  return strip;
}

class Frame {
  #picture = h("img", { class: "thumb", alt: "", decoding: "async", draggable: "false" });
  #mark = h("span", { class: "thumb-mark" });
  #seen = false;
  #shows = "";
  #timer = 0;
  #marking = 0;
  #chosen = false;

  /** @param {Desk} desk @param {Hold} hold */
  constructor(desk, hold) {
    this.desk = desk;
    this.hold = hold;
    const held = hold.length > 1 && h("span", { class: "thumb-held", title: `held for ${hold.length} frames` }, `×${hold.length}`);
    this.element = h(
      "button",
      {
        type: "button", class: "frame", role: "option", tabindex: "-1",
        onclick: () => desk.goTo(hold.frame),
        onmousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
      },
      h("span", { class: "thumb-box" }, this.#picture),
      h("span", { class: "thumb-foot" }, h("span", { class: "thumb-name" }, hold.drawing.name || hold.drawing.number), held, this.#mark),
    );
    const level = desk.level;
    if (level) this.element.style.setProperty("--shape", `${level.width} / ${level.height}`);
    this.#picture.addEventListener("load", () => {
      desk.showing.thumbnails.set(hold.drawing.id, this.#picture);
      if (desk.drawing?.id === hold.drawing.id && !desk.layer) desk.stage.request();
    });
    this.mark();
  }

  /** @param {boolean} seen in or near the visible part of the strip */
  see(seen) {
    this.#seen = seen;
    if (seen) this.picture();
  }

  picture() {
    const version = this.desk.version(this.hold.drawing.id);
    if (!this.#seen || this.#shows === version) return;
    this.#shows = version;
    this.#picture.src = drawings.paintedUrl(this.hold.drawing.id, WIDTH, "painted", version);
  }

  /** @param {boolean} soon */
  pictureLater(soon) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.picture(), soon ? SOON : CALM);
  }

  markLater() {
    if (this.#marking) return;
    this.#marking = setTimeout(() => {
      this.#marking = 0;
      this.mark();
    }, 60);
  }

  mark() {
    const { drawing, frame } = this.hold;
    const { state, unpainted } = this.desk.paintings.summary(drawing.id);
    const shown = drawing.problem ? "problem" : state;
    const [name, words] = MARKS[shown];
    const left = state === "waiting" || unpainted === 0 ? "" : `, ${plural(unpainted, "segment")} unpainted`;
    this.element.className = `frame ${shown}${this.#chosen ? " chosen" : ""}`;
    this.element.title = `Frame ${frame}: ${drawing.file_name}\n${drawing.problem || words}${left}`;
    this.element.setAttribute("aria-label", `Frame ${frame}, ${drawing.problem || words}${left}`);
    this.#mark.replaceChildren(...(left ? [String(unpainted)] : []), ...(name ? [icon(name)] : []));
  }

  /** @param {number} frame that the page shows */
  choose(frame) {
    const is = frame >= this.hold.frame && frame < this.hold.frame + this.hold.length;
    if (is === this.#chosen) return;
    this.#chosen = is;
    this.element.classList.toggle("chosen", is);
    this.element.setAttribute("aria-selected", String(is));
    this.element.tabIndex = is ? 0 : -1;
    if (is) this.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

/** @type {Record<string, [string, string]>} icon and words */
const MARKS = {
  waiting: ["", "not coloured yet"],
  proposed: ["spark", "proposed by the engine"],
  corrected: ["brush", "corrected by hand"],
  problem: ["warning", ""],
};
