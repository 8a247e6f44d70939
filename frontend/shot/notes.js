// @ts-check
/**
 * Notes pinned to places: threads about what is to be done. A place is a pixel, so a note stays where it is when its
 * drawing is cut or coloured anew. The server keeps them; everybody who has the shot open sees them come and go.
 */
import { notes } from "../api.js";
import { thinned } from "../canvas/strokes.js";
import { toast } from "../components/toast.js";
import { tried } from "../components/tried.js";
import { HEAD, TALL } from "./note_look.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */
/** @import { PinLook } from "./note_look.js" */

/** @typedef {{drawing: number, x: number, y: number, mark: T.Polyline}} Place */

const AROUND = 80; // px of the drawing that must be seen around a note
const PANEL = 300; // CSS pixels that the list covers
const DRAG = 3; // points; a stroke of fewer is a click

export class Notes {
  /** In the order they came. @type {T.Note[]} */
  all = [];
  /** Is the list on the canvas? */
  open = false;
  /** Which of them it shows. @type {"open" | "resolved"} */
  filter = "open";
  /** Whose thread is unfolded. @type {number | null} */
  chosen = null;
  /** A note that is being written. @type {Place | null} */
  draft = null;
  /** @type {T.Note | null} under the cursor */
  hover = null;
  /** The stroke under the pen. @type {Place | null} */
  #stroke = null;
  #asking = false;
  #again = false;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    desk.changed.on((aspect) => (aspect === "frame" || aspect === "view" || aspect === "play") && desk.stage.drawOverlay());
  }

  /** The server says that they have changed, or the page is new. */
  async fetch() {
    this.#again = true;
    if (this.#asking) return;
    this.#asking = true;
    while (this.#again) {
      this.#again = false;
      const answer = await tried(() => notes.list(this.desk.shot.id));
      if (answer) this.#use(answer.notes);
    }
    this.#asking = false;
  }

  /** @param {T.Note[]} all */
  #use(all) {
    this.all = all.filter(({ active }) => active).sort((a, b) => a.number - b.number);
    if (!this.listed.some(({ id }) => id === this.chosen)) this.chosen = null; // gone, or it went to the other list
    this.hover = null;
    this.#tell();
  }

  /** One of them is new or otherwise now. @param {T.Note} note */
  #put(note) {
    this.#use([...this.all.filter(({ id }) => id !== note.id), note]);
  }

  #tell() {
    this.desk.changed.emit("notes");
    this.desk.stage.drawOverlay();
  }

  /** How many of a drawing, or of the shot, are open. @param {number} [drawing] */
  count(drawing) {
    return this.all.filter((note) => !note.resolved && (drawing === undefined || note.drawing === drawing)).length;
  }

  /** Those in the list. */
  get listed() {
    return this.all.filter(({ resolved }) => (resolved !== null) === (this.filter === "resolved"));
  }

  // --- on the canvas ---

  get visible() {
    return (this.desk.prefs.notes || this.open) && !this.desk.playback.playing;
  }

  /** The notes whose pins are on the drawing in view. */
  get #inView() {
    const drawing = this.desk.drawing?.id;
    if (!this.visible) return [];
    const seen = (/** @type {T.Note} */ note) => !note.resolved || note.id === this.chosen || (this.open && this.filter === "resolved");
    return this.all.filter((note) => note.drawing === drawing && seen(note));
  }

  /** What the stage draws. @returns {PinLook[]} */
  pins() {
    const pins = this.#inView.map(({ id, number, x, y, mark, resolved }) => ({
      x, y, mark, words: String(number), open: resolved === null, near: id === this.hover?.id || id === this.chosen,
    }));
    const fresh = this.#stroke ?? this.draft;
    if (!fresh || fresh.drawing !== this.desk.drawing?.id) return pins;
    return [...pins, { ...fresh, words: "+", open: true, near: true }];
  }

  /** @param {T.StagePoint} point @returns {T.Note | null} the uppermost pin there */
  at({ sx, sy }) {
    const { view } = this.desk.stage;
    const hit = (/** @type {T.Note} */ { x, y }) => {
      const tip = view.toStage({ wx: x + 0.5, wy: y + 0.5 });
      return Math.hypot(sx - tip.sx, sy - (tip.sy - TALL)) <= HEAD + 2 || Math.hypot(sx - tip.sx, sy - tip.sy) <= 6;
    };
    return this.#inView.findLast(hit) ?? null;
  }

  /** @param {T.StagePoint | null} point @returns {boolean} is there one? */
  hoverAt(point) {
    const found = point && this.at(point);
    if (found !== this.hover) {
      this.hover = found;
      this.desk.changed.emit("mark");
      this.desk.stage.drawOverlay();
    }
    return found !== null;
  }

  /** Unfold the thread of the pin there. @param {T.StagePoint} point @returns {boolean} is there one? */
  openAt(point) {
    const found = this.at(point);
    if (found) this.choose(found.id);
    return found !== null;
  }

  // --- the list ---

  toggle() {
    this.open = !this.open;
    if (this.open && this.desk.gaps.open) this.desk.gaps.toggle(); // they lie in the same place
    if (!this.open) this.draft = this.chosen = null;
    this.#tell();
  }

  /** @param {Notes["filter"]} filter */
  show(filter) {
    this.filter = filter;
    this.chosen = null;
    this.#tell();
  }

  /** Unfold a thread and go to its place, or fold it up. @param {number | null} id */
  choose(id) {
    const note = this.all.find((other) => other.id === id);
    this.chosen = note?.id ?? null;
    if (note) {
      this.filter = note.resolved ? "resolved" : "open";
      if (!this.open) this.toggle();
      this.#goTo(note);
    }
    this.#tell();
  }

  /** @param {T.Note} note */
  #goTo({ drawing, x, y }) {
    const { desk } = this;
    desk.playback.stop();
    desk.show(drawing);
    const { width, height } = desk.stage.size;
    const box = { x: x - AROUND / 2, y: y - AROUND / 2, width: AROUND, height: AROUND };
    desk.stage.view.show(box, { width: Math.max(PANEL, width - PANEL), height });
    desk.stage.moved();
  }

  // --- writing ---

  /** @param {T.StagePoint} point */
  begin(point) {
    const { drawing } = this.desk;
    if (!drawing || !this.#mayWrite()) return;
    const [x, y] = this.desk.pixelAt(point);
    this.#stroke = { drawing: drawing.id, x, y, mark: [[x, y]] };
    this.desk.stage.drawOverlay();
  }

  /** Dragging draws a mark that goes with the note. @param {T.StagePoint} point */
  move(point) {
    this.#stroke?.mark.push(this.desk.pixelAt(point));
    this.desk.stage.drawOverlay();
  }

  cancel() {
    this.#stroke = null;
    this.desk.stage.drawOverlay();
  }

  end() {
    const stroke = this.#stroke;
    this.#stroke = null;
    if (!stroke) return;
    const mark = thinned(stroke.mark);
    this.write({ ...stroke, mark: stroke.mark.length < DRAG || mark.length < 2 ? [] : mark });
  }

  /** At the marked segment, or in the middle of what is seen. */
  here() {
    const { desk } = this;
    const { drawing, marked, stage } = desk;
    if (!drawing || !this.#mayWrite()) return;
    if (!marked || marked.layer.drawing !== drawing.id) {
      const [x, y] = desk.pixelAt(stage.center);
      return this.write({ drawing: drawing.id, x, y, mark: [] });
    }
    const { index, labels, width } = marked.layer;
    const own = index.pixels.subarray(index.start[marked.label], index.start[marked.label + 1]).filter((pixel) => labels[pixel] === marked.label);
    const pixel = own[own.length >> 1];
    this.write({ drawing: drawing.id, x: pixel % width, y: Math.floor(pixel / width), mark: [] });
  }

  /** Ask for the words. @param {Place} place */
  write(place) {
    this.chosen = null;
    this.filter = "open";
    if (!this.open) this.toggle();
    this.draft = place;
    this.#tell();
  }

  discard() {
    this.draft = null;
    this.#tell();
  }

  /** Pin the draft. @param {string} text @returns {Promise<number | null>} the note; null = refused */
  async pin(text) {
    const { draft } = this;
    if (!draft) return null;
    const { drawing, x, y, mark } = draft;
    const made = await tried(() => notes.pin(drawing, { x, y, mark, text, client: crypto.randomUUID() }));
    if (!made) return null;
    if (this.draft === draft) this.draft = null;
    this.desk.work.history.switched("note", made.id, drawing, true);
    this.#put(made);
    this.desk.changed.emit("history");
    return made.id;
  }

  /** @param {number} id @param {string} text @returns {Promise<boolean>} was it taken? */
  async answer(id, text) {
    const reply = await tried(() => notes.answer(id, text, crypto.randomUUID()));
    const note = this.all.find((other) => other.id === id);
    if (!reply) return false;
    if (note && !note.replies.some((other) => other.id === reply.id)) this.#put({ ...note, replies: [...note.replies, reply] });
    return true;
  }

  /** @param {number} id @param {boolean} resolved */
  async resolve(id, resolved) {
    const note = await tried(() => notes.change(id, { resolved }));
    if (note) this.#put(note);
  }

  /** Take one's own note back; undo brings it back. @param {T.Note} note */
  remove({ id, drawing }) {
    this.desk.work.history.switched("note", id, drawing, false);
    void this.switch(id, drawing, false);
  }

  /** @param {number} id @param {number} drawing @param {boolean} active */
  async switch(id, drawing, active) {
    this.desk.show(drawing);
    this.desk.changed.emit("history");
    const note = await tried(() => notes.change(id, { active }));
    if (note) this.#put(note);
  }

  #mayWrite() {
    if (this.desk.canPaint) return true;
    toast(_("You may read the notes of this production, not write any. Ask a supervisor for the painter's role."));
    return false;
  }
}
