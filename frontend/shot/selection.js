// @ts-check
/** Several segments of the drawing in view, chosen one by one or with a lasso, to be painted together. */

/** @import { Desk } from "./desk.js" */
/** @import { Layer } from "./layer.js" */
/** @import { Mark } from "./stage.js" */

export class Selection {
  /** @type {Layer | null} */
  #layer = null;
  /** @type {Set<number>} */
  #labels = new Set();

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    desk.changed.on((aspect) => aspect === "frame" && this.clear());
  }

  get size() {
    return this.#layer === this.desk.layer ? this.#labels.size : 0;
  }

  /** @param {Layer} layer @param {number[]} labels */
  add(layer, labels) {
    if (layer !== this.#layer) this.#labels = new Set();
    this.#layer = layer;
    for (const label of labels) this.#labels.add(label);
    this.#tell();
  }

  /** In or out. @param {Layer} layer @param {number[]} labels */
  toggle(layer, labels) {
    const inside = layer === this.#layer ? labels.filter((label) => this.#labels.has(label)) : [];
    this.add(layer, labels);
    for (const label of inside) this.#labels.delete(label);
    this.#tell();
  }

  clear() {
    if (this.#labels.size === 0) return;
    this.#labels = new Set();
    this.#tell();
  }

  /** In the colour in hand; one undo takes it back. */
  paint() {
    if (!this.#layer || this.size === 0 || !this.desk.work.mayPaint()) return;
    const segments = [...this.#labels].sort((a, b) => a - b);
    this.desk.work.paintAll([{ drawing: this.#layer.drawing, segments, paint: this.desk.kit.paint }]);
    this.clear();
  }

  /** What the stage lights up. @returns {Mark[]} */
  shown() {
    const layer = this.#layer;
    return layer && this.size > 0 ? [...this.#labels].map((label) => ({ layer, label })) : [];
  }

  #tell() {
    this.desk.stage.drawOverlay();
    this.desk.changed.emit("mark");
  }
}
