// @ts-check
/** The artist's lines as a layer that lies over colour. */

import { BRIGHTER, DARKER, groupTraceLines, NEAREST } from "./trace.js";

/** @import * as T from "../types.js" */

// As in inference/lineart.py, so that the canvas shows what an export will.
/** Brown or navy "black" lines stay main lines; only real colour pencils are trace lines. */
const MIN_SATURATION = 0.4;
const MAX_INKS = 12; // more are soft lines
const STRONG = 0.8; // of full ink: no rim
/** Up to this many degrees: red, orange, yellow-green, green, blue, purple, red. @type {[number, number][]} */
const HUES = [[30, BRIGHTER], [60, NEAREST], [105, DARKER], [190, NEAREST], [280, DARKER], [330, NEAREST], [360, BRIGHTER]];

/**
 * Take the paper away. A drawing that came with transparent paper keeps its alpha; one on white paper gets as much
 * alpha as it is darker than white, with the white taken out of its colour, so that soft edges stay soft over any
 * colour. Line pixels by the label map stay exactly as drawn.
 * @param {Uint8ClampedArray} rgba (H * W * 4), changed in place
 * @param {T.LabelMap} labels
 */
export function clearPaper(rgba, labels) {
  const transparent = hasAlpha(rgba);
  for (let place = 0, at = 0; place < labels.length; place++, at += 4) {
    if (labels[place] === 0) continue;
    if (transparent) {
      // Some programs save transparent paper as opaque white inside closed areas.
      if (rgba[at + 3] === 255 && rgba[at] + rgba[at + 1] + rgba[at + 2] === 765) rgba[at + 3] = 0;
      continue;
    }
    const alpha = 255 - Math.min(rgba[at], rgba[at + 1], rgba[at + 2]);
    for (let channel = 0; channel < 3 && alpha > 0; channel++) {
      rgba[at + channel] = 255 - ((255 - rgba[at + channel]) * 255) / alpha;
    }
    rgba[at + 3] = alpha;
  }
}

/** @param {Uint8ClampedArray} rgba */
function hasAlpha(rgba) {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] < 255) return true;
  return false;
}

/**
 * Take the trace lines out of the line layer: what remains is what a finished cel shows of it.
 * @param {Uint8ClampedArray} rgba as `clearPaper` leaves it, changed in place
 * @param {T.LabelMap} labels
 * @param {T.LabelMap} spread the labels, run under the lines
 * @param {number} width
 * @param {number} count segments
 * @returns {T.TraceLines} what was taken out, grouped by the segments that colour it
 */
export function takeTraceLines(rgba, labels, spread, width, count) {
  const kinds = traceKinds(rgba, labels, width);
  const packed = new Uint32Array(rgba.buffer);
  const trace = groupTraceLines(kinds, packed, labels, spread, width, count);
  for (const place of trace.places) packed[place] = 0;
  return trace;
}

/**
 * @param {Uint8ClampedArray} rgba
 * @param {T.LabelMap} labels
 * @param {number} width
 * @returns {Uint8Array} per pixel whose colour it takes, 0 = black line or no line
 */
function traceKinds(rgba, labels, width) {
  const kinds = new Uint8Array(labels.length);
  const inks = new Set();
  for (let place = 0, at = 0; place < labels.length; place++, at += 4) {
    if (rgba[at + 3] === 0) continue;
    if (inks.size <= MAX_INKS) inks.add((rgba[at] << 16) | (rgba[at + 1] << 8) | rgba[at + 2]);
    kinds[place] = kindOf(rgba, at);
  }
  return inks.size > MAX_INKS ? byStrongest(kinds, rgba, labels, width) : kinds;
}

/** @param {Uint8ClampedArray} rgba @param {number} at @returns {number} */
function kindOf(rgba, at) {
  const low = Math.min(rgba[at], rgba[at + 1], rgba[at + 2]);
  const high = Math.max(rgba[at], rgba[at + 1], rgba[at + 2]);
  // On white paper both sides shrink with alpha alike.
  if (high === low || high - low < MIN_SATURATION * (255 - low)) return 0;
  const hue = hueOf(rgba[at], rgba[at + 1], rgba[at + 2], low, high);
  return HUES.find(([bound]) => hue <= bound)?.[1] ?? 0;
}

/**
 * @param {number} red
 * @param {number} green
 * @param {number} blue
 * @param {number} low the least of them
 * @param {number} high the most
 * @returns {number} degrees
 */
function hueOf(red, green, blue, low, high) {
  const chroma = high - low;
  if (high === red) return (((60 * (green - blue)) / chroma) + 360) % 360;
  return high === green ? 60 * ((blue - red) / chroma + 2) : 60 * ((red - green) / chroma + 4);
}

/**
 * A soft line's rim follows the strongest ink beside it: its own hue is a blend of what meets.
 * @param {Uint8Array} kinds
 * @param {Uint8ClampedArray} rgba
 * @param {T.LabelMap} labels
 * @param {number} width
 */
function byStrongest(kinds, rgba, labels, width) {
  const found = kinds.slice();
  for (let place = 0; place < labels.length; place++) {
    if (labels[place] !== 0) continue;
    let most = inkAt(rgba, place);
    if (most >= STRONG) continue;
    const x = place % width;
    for (const row of [place - width, place, place + width]) {
      for (let other = row - Math.min(x, 1); other <= row + Math.min(width - 1 - x, 1); other++) {
        if (labels[other] !== 0 || inkAt(rgba, other) <= most) continue; // beyond the picture there are no labels
        most = inkAt(rgba, other);
        found[place] = kinds[other];
      }
    }
  }
  return found;
}

/** The middle one of R, G, B on white tells how much ink there is. @param {Uint8ClampedArray} rgba @param {number} place */
function inkAt(rgba, place) {
  const [red, green, blue, alpha] = rgba.subarray(4 * place, 4 * place + 4);
  const middle = Math.max(Math.min(red, green), Math.min(Math.max(red, green), blue));
  return ((255 - middle) * alpha) / (255 * 255);
}
