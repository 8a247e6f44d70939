// @ts-check
/**
 * The active level's drawings, small, each once, in the order of the timesheet; then those that it leaves out. They fill
 * in while the engine colours.
 */
import { drawings } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { casts, framesWords, lengthOf, showsAt } from "./timesheet.js";
import { _, _n } from "../words.js";

/** @import { Desk } from "./desk.js" */
/** @import { Cast } from "./timesheet.js" */

const WIDTH = 192; // px, twice what is shown, for sharp screens
const RESTS = 120; // ms of the pointer on an entry until it is looked for
const SOON = 60; // ms until a thumbnail is asked for again
const CALM = 1200; // ms without a click, while somebody paints: the server draws it anew each time

/** @param {Desk} desk */
export function filmstrip(desk) {
  const strip = h("div", { class: "filmstrip", role: "listbox", "aria-label": _("Drawings"), "aria-orientation": "horizontal" });
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
    const all = desk.level ? casts(desk.level, desk.shot.frames) : [];
    const before = frames;
    frames = new Map(all.map((cast) => [cast.drawing.id, before.get(cast.drawing.id)?.again(cast) ?? new Frame(desk, cast)]));
    strip.replaceChildren(...[...frames.values()].map((frame) => frame.element));
    const left = all.find(({ spans }) => spans.length === 0);
    if (left) frames.get(left.drawing.id)?.element.before(h("span", { class: "strip-break" }, _("not in the timesheet")));
    if (looks) look();
    follow();
  };
  let looks = false;
  const look = () => frames.forEach((frame) => near.observe(frame.element));
  const follow = () => {
    for (const frame of frames.values()) frame.follow();
  };
  let level = desk.level;
  desk.changed.on((aspect) => {
    if (aspect === "shot" || (aspect === "frame" && desk.level !== level)) {
      level = desk.level;
      build();
    } else if (aspect === "frame" || aspect === "play") follow();
  });
  desk.changed.on((aspect) => aspect === "notes" && frames.forEach((frame) => frame.markLater()));
  let lighting = 0;
  desk.changed.on((aspect) => {
    if (aspect !== "light") return;
    clearTimeout(lighting);
    // Who runs over the palette waits for nothing; the veils come where the pointer rests.
    for (const frame of frames.values()) frame.light(false);
    lighting = setTimeout(() => frames.forEach((frame) => frame.light(true)), RESTS);
  });
  desk.paintings.changed.on(({ drawing }) => frames.get(drawing)?.markLater());
  desk.revised.on(({ drawing, soon }) => frames.get(drawing)?.pictureLater(soon));
  build();
  void desk.showing.opened.then(() => {
    looks = true;
    look();
  });
  return strip;
}

class Frame {
  #picture = h("img", { class: "thumb", alt: "", decoding: "async", draggable: "false" });
  #veil = h("img", { class: "thumb-veil", alt: "", hidden: true });
  #mark = h("span", { class: "thumb-mark" });
  #notes = h("span", { class: "thumb-notes", hidden: true });
  #seen = false;
  #shows = "";
  #timer = 0;
  #marking = 0;
  #chosen = false;

  /** @param {Desk} desk @param {Cast} cast */
  constructor(desk, cast) {
    this.desk = desk;
    this.cast = cast;
    const { drawing } = cast;
    const held = lengthOf(cast) > 1 && h("span", { class: "thumb-held" }, icon("hold"), framesWords(cast));
    this.element = h(
      "button",
      {
        type: "button", class: "frame", role: "option", tabindex: "-1",
        onclick: () => this.#open(),
        onmousedown: (/** @type {MouseEvent} */ event) => event.preventDefault(),
      },
      h("span", { class: "thumb-box" }, this.#picture, this.#veil, this.#notes),
      h("span", { class: "thumb-foot" }, h("span", { class: "thumb-name" }, drawing.name || drawing.number), held, this.#mark),
    );
    const level = desk.level;
    if (level) this.element.style.setProperty("--shape", `${level.width} / ${level.height}`);
    this.#picture.addEventListener("load", () => {
      desk.showing.thumbnails.set(drawing.id, this.#picture);
      if (desk.drawing?.id === drawing.id && !desk.layer) desk.stage.request();
    });
    this.mark();
  }

  /** The same for a shot that was fetched again; null: its frames have changed. @param {Cast} cast */
  again(cast) {
    if (framesWords(cast) !== framesWords(this.cast)) return null;
    this.cast = cast;
    this.mark();
    return this;
  }

  /** Its first frame, unless it shows already. */
  #open() {
    this.desk.playback.stop();
    const [first] = this.cast.spans;
    if (first) this.desk.goTo(first.from);
    else this.desk.show(this.cast.drawing.id);
  }

  /** @param {boolean} seen in or near the visible part of the strip */
  see(seen) {
    this.#seen = seen;
    if (seen) this.picture();
  }

  picture() {
    const version = this.desk.version(this.cast.drawing.id);
    if (!this.#seen || this.#shows === version) return;
    this.#shows = version;
    this.#picture.src = drawings.paintedUrl(this.cast.drawing.id, WIDTH, "painted", version, this.desk.scene);
  }

  /** Where the lit entry is in it. @param {boolean} rests false: only put the old light out */
  light(rests) {
    const { light } = this.desk;
    const drawing = this.cast.drawing.id;
    const is = rests && light.isIn(drawing);
    this.element.classList.toggle("unlit", rests && light.entry !== null && !is);
    this.#veil.hidden = !is || !this.#seen;
    if (is && this.#seen && light.entry !== null) this.#veil.src = drawings.veilUrl(drawing, light.entry, WIDTH, this.desk.version(drawing));
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
    const { drawing } = this.cast;
    const { state, unpainted } = this.desk.paintings.summary(drawing.id);
    const shown = drawing.problem ? "problem" : state;
    const [name, words] = MARKS[shown];
    const left = state === "waiting" || unpainted === 0 ? "" : `, ${_n("{count} segment unpainted", "{count} segments unpainted", unpainted)}`;
    const open = this.desk.notes.count(drawing.id);
    const noted = open === 0 ? "" : `, ${_n("{count} open note", "{count} open notes", open)}`;
    this.#notes.hidden = open === 0;
    this.#notes.replaceChildren(icon("note"), String(open));
    const when = this.#when();
    this.element.className = `frame ${shown}${this.#chosen ? " chosen" : ""}`;
    this.element.title = [`${when}: ${drawing.file_name}`, `${drawing.problem || words}${left}${noted}`, drawing.note].filter(Boolean).join("\n");
    this.element.setAttribute("aria-label", `${when}, ${drawing.problem || words}${left}${noted}`);
    this.#mark.replaceChildren(...(left ? [String(unpainted)] : []), ...(name ? [icon(name)] : []));
  }

  #when() {
    const length = lengthOf(this.cast);
    if (length === 0) return _("Not in the timesheet");
    const frames = framesWords(this.cast);
    return length === 1 ? _("Frame {frames}", { frames }) : _("Frames {frames}, {length} in all", { frames, length });
  }

  /** Is it what the stage shows? */
  follow() {
    const { playback, aside, frame } = this.desk;
    const is = aside && !playback.playing
      ? aside.id === this.cast.drawing.id
      : showsAt(this.cast, playback.playing ? playback.frame : frame);
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
  waiting: ["", _("not coloured yet")],
  proposed: ["spark", _("proposed by the engine")],
  corrected: ["brush", _("corrected by hand")],
  problem: ["warning", ""],
};
