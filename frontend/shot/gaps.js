// @ts-check
/** How a shot's gaps are closed: settings to try, a preview of them, and what cutting anew did to people's decisions. */
import { ApiError, drawings, shots } from "../api.js";
import { toast } from "../components/toast.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

const CALM = 200; // ms after the last turn of a slider

/** @typedef {T.LostDecision & {drawing: number}} Lost */

export class Gaps {
  open = false;
  /** @type {T.GapSettings} as on the panel, perhaps not applied yet */
  wanted;
  /** Cutting anew: how many of how many. @type {{done: Set<number>, total: number} | null} */
  cutting = null;
  /** Decisions that found no place in the new segments. @type {Lost[]} */
  lost = [];
  waiting = false;
  /** @type {{drawing: number, closures: T.Gap[]} | null} */
  #preview = null;
  #timer = 0;
  #abort = new AbortController();
  #next = 0;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.wanted = { ...desk.shot.gaps };
    desk.changed.on((aspect) => aspect === "frame" && this.open && this.#previewLater());
  }

  get changed() {
    const { mode, max, radius } = this.desk.shot.gaps;
    const { wanted } = this;
    if (wanted.mode === "off" || mode === "off") return wanted.mode !== mode;
    return wanted.mode !== mode || wanted.max !== max || (mode === "ball" && wanted.radius !== radius);
  }

  toggle() {
    this.open = !this.open;
    if (!this.open) this.#preview = null;
    if (this.open && this.desk.notes.open) this.desk.notes.toggle(); // they lie in the same place
    this.desk.changed.emit("gaps");
    if (this.open) this.#previewLater();
  }

  /** Try other settings. @param {Partial<T.GapSettings>} change */
  want(change) {
    Object.assign(this.wanted, change);
    this.#previewLater();
    this.desk.changed.emit("gaps");
  }

  /** What the wanted settings would close; null: they are in force. @param {number} drawing @returns {T.Gap[] | null} */
  previewOf(drawing) {
    if (!this.open || !this.changed) return null;
    return this.#preview?.drawing === drawing ? this.#preview.closures : [];
  }

  #previewLater() {
    clearTimeout(this.#timer);
    this.#abort.abort();
    this.#abort = new AbortController();
    this.waiting = this.changed && this.wanted.mode !== "off";
    if (!this.waiting) this.#preview = null;
    else this.#timer = setTimeout(() => this.#fetchPreview(this.#abort.signal), CALM);
  }

  /** @param {AbortSignal} signal */
  async #fetchPreview(signal) {
    const drawing = this.desk.drawing;
    if (!drawing) return;
    try {
      const { closures } = await drawings.previewClosures(drawing.id, this.wanted, signal);
      if (signal.aborted) return;
      this.#preview = { drawing: drawing.id, closures };
    } catch (problem) {
      if (problem instanceof DOMException) return;
      if (!(problem instanceof ApiError)) throw problem;
      toast(problem.message, "error");
    }
    this.waiting = false;
    this.desk.changed.emit("gaps");
  }

  /** Cut every drawing of the shot with the wanted settings. */
  async apply() {
    const total = this.desk.shot.levels.reduce((sum, level) => sum + level.drawings.length, 0);
    this.cutting = { done: new Set(), total };
    this.desk.changed.emit("gaps");
    try {
      const { gaps } = await shots.change(this.desk.shot.id, { gaps: this.wanted });
      this.#use(gaps);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      this.cutting = null;
      toast(problem.message, "error");
    }
    this.desk.changed.emit("gaps");
  }

  /** Somebody has changed the shot. */
  follow() {
    const untouched = !this.changed;
    if (untouched || !this.open) this.wanted = { ...this.desk.shot.gaps };
    this.desk.changed.emit("gaps");
  }

  /** @param {T.GapSettings} gaps */
  #use(gaps) {
    this.desk.shot.gaps = gaps;
    this.wanted = { ...gaps };
    this.#previewLater();
  }

  /** A drawing was cut anew. @param {number} drawing @param {T.Carried | null | undefined} carried */
  cut(drawing, carried) {
    this.cutting?.done.add(drawing);
    if (this.cutting && this.cutting.done.size >= this.cutting.total) this.cutting = null;
    this.lost = this.lost.filter((other) => other.drawing !== drawing);
    for (const lost of carried?.lost ?? []) this.lost.push({ ...lost, drawing });
    this.#next = 0;
    this.desk.changed.emit("gaps");
  }

  /** To the next lost decision: its segment marked and its colour in hand, so that Enter paints it. */
  seeLost() {
    if (this.lost.length === 0) return;
    const lost = this.lost[this.#next % this.lost.length];
    this.#next++;
    if (lost.entry) this.desk.kit.chooseColour(lost.entry, lost.tone);
    this.desk.show(lost.drawing);
    void this.desk.markAt(lost.drawing, { wx: lost.x, wy: lost.y });
  }

  forgetLost() {
    this.lost = [];
    this.desk.changed.emit("gaps");
  }
}
