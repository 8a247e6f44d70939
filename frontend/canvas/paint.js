// @ts-check
/** Colours into pixels. */
import { boxAround } from "./labels.js";

/** @import * as T from "../types.js" */

/**
 * Paint the whole drawing.
 * @param {Uint32Array} pixels (H * W) packed
 * @param {T.PixelIndex} index
 * @param {Uint32Array} colors one packed colour per segment
 */
export function paintAll(pixels, index, colors) {
  for (let label = 1; label < colors.length; label++) fill(pixels, index, label, colors[label]);
}

/**
 * Paint some segments.
 * @param {Uint32Array} pixels (H * W) packed
 * @param {T.PixelIndex} index
 * @param {Uint32Array} colors one packed colour per segment
 * @param {Iterable<number>} segments
 * @returns {T.Box} what has changed
 */
export function paintSegments(pixels, index, colors, segments) {
  for (const label of segments) fill(pixels, index, label, colors[label]);
  return boxAround(index, segments);
}

/**
 * @param {Uint32Array} pixels
 * @param {T.PixelIndex} index
 * @param {number} label
 * @param {number} color
 */
function fill(pixels, index, label, color) {
  const places = index.pixels;
  for (let i = index.start[label], end = index.start[label + 1]; i < end; i++) pixels[places[i]] = color;
}

/**
 * A segment as a mask: a veil over it and a rim of one colour along its edge.
 * @param {T.PixelIndex} index
 * @param {T.LabelMap} labels
 * @param {number} width of the drawing
 * @param {number} label
 * @param {number} veil packed
 * @param {number} rim packed
 * @returns {{box: T.Box, pixels: Uint32Array}} pixels of the box
 */
export function segmentMask(index, labels, width, label, veil, rim) {
  const box = boxAround(index, [label]);
  const pixels = new Uint32Array(box.width * box.height);
  const height = labels.length / width;
  for (let i = index.start[label], end = index.start[label + 1]; i < end; i++) {
    const place = index.pixels[i];
    if (labels[place] !== label) continue; // colour runs under the line, the mask does not
    const x = place % width;
    const y = (place - x) / width;
    const edge =
      x === 0 || y === 0 || x === width - 1 || y === height - 1 ||
      labels[place - 1] !== label || labels[place + 1] !== label ||
      labels[place - width] !== label || labels[place + width] !== label;
    pixels[(y - box.y) * box.width + x - box.x] = edge ? rim : veil;
  }
  return { box, pixels };
}
