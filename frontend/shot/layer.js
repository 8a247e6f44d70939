// @ts-check
/** One drawing ready to be shown: its labels, where each segment's pixels are, its colours and its lines. */
import { heat, heatColors } from "../canvas/confidence.js";
import { paintAll, paintSegments } from "../canvas/paint.js";
import { lookUp, segmentColors } from "../canvas/palette.js";

/** @import * as T from "../types.js" */

export class Layer {
  /** Names the palette and the view that it was painted with; empty: it must be painted anew. */
  stamp = "";
  canvas = document.createElement("canvas");
  #context;
  #image;
  #pixels;
  /** @type {Uint32Array} */
  #colors = new Uint32Array(0);

  /**
   * @param {number} drawing
   * @param {number} width
   * @param {number} height
   * @param {T.LabelMap} labels
   * @param {T.PixelIndex} index
   * @param {ImageBitmap} lines
   */
  constructor(drawing, width, height, labels, index, lines) {
    this.drawing = drawing;
    this.width = width;
    this.height = height;
    this.labels = labels;
    this.index = index;
    this.lines = lines;
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("this browser gives no more canvases: close other tabs");
    this.#context = context;
    this.#image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /** How much memory it takes. */
  get bytes() {
    return this.labels.byteLength + this.index.pixels.byteLength + 3 * this.#image.data.byteLength;
  }

  /** @param {T.Painting} painting @param {Uint32Array} table @param {boolean} heated the confidence view */
  paintAll(painting, table, heated) {
    const colors = segmentColors(painting, table);
    this.#colors = heated ? heatColors(painting, colors) : colors;
    paintAll(this.#pixels, this.index, this.#colors);
    this.#context.putImageData(this.#image, 0, 0);
  }

  /**
   * @param {T.Painting} painting
   * @param {Uint32Array} table
   * @param {boolean} heated
   * @param {number[]} segments
   * @returns {T.Box} what has changed
   */
  paint(painting, table, heated, segments) {
    for (const label of segments) {
      const color = lookUp(table, painting.entry[label], painting.tone[label]);
      this.#colors[label] = heated ? heat(painting, label, color) : color;
    }
    const box = paintSegments(this.#pixels, this.index, this.#colors, segments);
    if (box.width > 0) this.#context.putImageData(this.#image, 0, 0, box.x, box.y, box.width, box.height);
    return box;
  }

  /** How many pixels a segment has. @param {number} label */
  area(label) {
    return this.index.start[label + 1] - this.index.start[label];
  }

  release() {
    this.lines.close();
    this.canvas.width = this.canvas.height = 0;
  }
}
