// @ts-check
/** What the server keeps beside each drawing as strokes: fetched when somebody looks, found under the cursor. */
import { nearestStroke } from "../canvas/strokes.js";
import { tried } from "../components/tried.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

/** @template {{id: number, points: T.Polyline}} Stroke */
export class KeptStrokes {
  /** @type {Stroke | null} under the cursor */
  hover = null;
  /** @protected @type {Map<number, Stroke[]>} all of a drawing, also those switched off */
  known = new Map();
  #asked = new Set();

  /**
   * @param {Desk} desk
   * @param {object} how
   * @param {"closures" | "parts"} how.told what the desk tells others when they change
   * @param {readonly string[]} how.wake aspects of the desk at which to look again
   * @param {number} how.reach CSS pixels that a hand may miss by
   * @param {(drawing: number) => Promise<Stroke[]>} how.ask
   */
  constructor(desk, how) {
    this.desk = desk;
    this.how = how;
    desk.changed.on((aspect) => how.wake.includes(aspect) && this.#want());
  }

  /** Does the painter look at them now? @returns {boolean} */
  get visible() {
    throw new Error("each kind says when it is seen");
  }

  /** @param {number} drawing @returns {Stroke[]} */
  of(drawing) {
    return this.known.get(drawing) ?? [];
  }

  #want() {
    this.desk.stage.drawOverlay();
    const drawing = this.desk.drawing;
    if (drawing && this.visible && !this.known.has(drawing.id)) void this.fetch(drawing.id);
  }

  /** The server says that they have changed. @param {number} drawing */
  stale(drawing) {
    if (this.desk.drawing?.id === drawing && this.visible) void this.fetch(drawing);
    else this.known.delete(drawing);
  }

  /** @param {number} drawing */
  async fetch(drawing) {
    if (this.#asked.has(drawing)) return;
    this.#asked.add(drawing);
    const all = await tried(() => this.how.ask(drawing));
    this.#asked.delete(drawing);
    if (all) this.use(drawing, all);
  }

  /** @protected @param {number} drawing @param {Stroke[]} all */
  use(drawing, all) {
    this.known.set(drawing, all);
    this.hover = null;
    this.desk.changed.emit(this.how.told);
    this.desk.stage.drawOverlay();
  }

  /** @param {T.StagePoint | null} point */
  hoverAt(point) {
    const found = point && this.at(point);
    if (found === this.hover) return;
    this.hover = found;
    this.desk.changed.emit("mark");
    this.desk.stage.drawOverlay();
  }

  /** @protected @param {T.StagePoint} point @returns {Stroke | null} */
  at(point) {
    const { drawing, stage } = this.desk;
    if (!drawing || !this.visible) return null;
    const all = this.of(drawing.id);
    const reach = this.how.reach / stage.view.scale;
    const found = nearestStroke(all.map(({ points }) => points), stage.view.toWorld(point), reach);
    return found === null ? null : all[found];
  }
}
