// @ts-check
/** The artist's lines as a layer that lies over colour. */

/** @import * as T from "../types.js" */

/** Brown or navy "black" lines stay main lines; only real colour pencils are trace lines (as in inference/lineart.py). */
const MIN_SATURATION = 0.4;

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
 * @param {T.PixelIndex} index
 * @returns {T.TraceLines} what was taken out, grouped by the segment that colours it
 */
export function takeTraceLines(rgba, index) {
  const count = index.start.length - 2;
  const start = new Uint32Array(count + 2);
  const places = [];
  const colors = [];
  const packed = new Uint32Array(rgba.buffer);
  for (let label = 0; label <= count; label++) {
    for (let i = index.start[label]; i < index.start[label + 1]; i++) {
      const place = index.pixels[i];
      if (!isTrace(rgba, 4 * place)) continue;
      places.push(place);
      colors.push(packed[place]);
      packed[place] = 0;
    }
    start[label + 1] = places.length;
  }
  return { start, places: Uint32Array.from(places), colors: Uint32Array.from(colors) };
}

/** @param {Uint8ClampedArray} rgba @param {number} at */
function isTrace(rgba, at) {
  const alpha = rgba[at + 3];
  if (alpha === 0) return false;
  const low = Math.min(rgba[at], rgba[at + 1], rgba[at + 2]);
  const high = Math.max(rgba[at], rgba[at + 1], rgba[at + 2]);
  // On white paper both sides shrink with alpha alike.
  return high - low >= MIN_SATURATION * (255 - low) && high > low;
}
