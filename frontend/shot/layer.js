// @ts-check
/** One drawing ready to be shown: its labels, where each segment's pixels are, its colours and its lines. */
import { leakColors } from "../canvas/leaks.js";
import { grown } from "../canvas/labels.js";
import { paintAll, paintSegments } from "../canvas/paint.js";
import { TRACE_REACH } from "../canvas/sides.js";
import { paintTraceLines } from "../canvas/trace.js";

/** @import * as T from "../types.js" */

/**
 * @typedef {object} Prepared what the worker makes of a drawing
 * @property {T.LabelMap} labels
 * @property {T.PixelIndex} index
 * @property {ImageBitmap} lines as drawn
 * @property {ImageBitmap | null} mainLines without the trace lines; null = there are none
 * @property {T.TraceLines} trace
 */

export class Layer {
  /** Names the palette and the view that it was painted with; empty: it must be painted anew. */
  stamp = "";
  canvas = document.createElement("canvas");
  /** Has it ever been painted? */
  painted = false;
  #context;
  #image;
  #pixels;
  /** @type {Uint32Array} */
  #colors = new Uint32Array(0);
  /** @type {Uint32Array | null} */
  #leaks = null;

  /**
   * @param {number} drawing
   * @param {string} cut which cutting into segments: the digest of its labels
   * @param {number} width
   * @param {number} height
   * @param {Prepared} prepared
   */
  constructor(drawing, cut, width, height, { labels, index, lines, mainLines, trace }) {
    this.drawing = drawing;
    this.cut = cut;
    this.width = width;
    this.height = height;
    this.labels = labels;
    this.index = index;
    this.lines = lines;
    this.mainLines = mainLines ?? lines;
    this.trace = trace;
    this.canvas.width = width;
    this.canvas.height = height;
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("this browser gives no more canvases: close other tabs");
    this.#context = context;
    this.#image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  /** How many segments it has. */
  get count() {
    return this.index.start.length - 2;
  }

  /** How much memory it takes. */
  get bytes() {
    const bitmaps = this.mainLines === this.lines ? 3 : 4;
    return this.labels.byteLength + this.index.pixels.byteLength + bitmaps * this.#image.data.byteLength;
  }

  /** A colour for every segment that shows where lines are open. @returns {Uint32Array} */
  get leaks() {
    this.#leaks ??= leakColors(this.index, this.width);
    return this.#leaks;
  }

  /** @param {Uint32Array} colors one packed colour per segment @param {boolean} traced trace lines in the colour of their side */
  paintAll(colors, traced) {
    this.#colors = colors.slice();
    this.painted = true;
    paintAll(this.#pixels, this.index, colors);
    if (traced) paintTraceLines(this.#pixels, this.trace, colors);
    this.#context.putImageData(this.#image, 0, 0);
  }

  /**
   * @param {number[]} segments
   * @param {(label: number) => number} colorOf packed
   * @param {boolean} traced
   * @returns {T.Box} what has changed
   */
  paint(segments, colorOf, traced) {
    for (const label of segments) this.#colors[label] = colorOf(label);
    // The lines around a segment may change with it.
    const box = grown(paintSegments(this.#pixels, this.index, this.#colors, segments), TRACE_REACH, this.width, this.height);
    if (traced) paintTraceLines(this.#pixels, this.trace, this.#colors, segments);
    if (box.width > 0) this.#context.putImageData(this.#image, 0, 0, box.x, box.y, box.width, box.height);
    return box;
  }

  /** How many pixels a segment has. @param {number} label */
  area(label) {
    return this.index.start[label + 1] - this.index.start[label];
  }

  release() {
    this.lines.close();
    this.mainLines.close();
    this.canvas.width = this.canvas.height = 0;
  }
}
