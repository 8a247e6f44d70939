// @ts-check
/**
 * The leak view: every segment in a colour that none of its neighbours has. Where two areas that should be parted show
 * one colour, a line is open. The page around the drawing is pale: what has run out is pale, too.
 */
import { pack } from "./palette.js";

/** @import * as T from "../types.js" */

/** At least 0.12 apart in OKLab, seen with full, red-, green- or blue-blind eyes (Machado et al. 2009). */
export const LEAK_COLORS = [
  pack(17, 187, 136, 255), pack(119, 68, 187, 255), pack(170, 51, 51, 255), pack(187, 119, 238, 255),
  pack(51, 136, 153, 255), pack(170, 204, 34, 255), pack(221, 85, 0, 255), pack(255, 153, 255, 255),
];
export const OUTSIDE = pack(226, 228, 232, 255);

/**
 * A colour hangs on where its segment begins: most segments keep theirs when the drawing is cut anew.
 * @param {T.PixelIndex} index
 * @param {number} width of the drawing
 * @returns {Uint32Array} one packed colour per segment
 */
export function leakColors(index, width) {
  const count = index.start.length - 2;
  const colors = new Uint32Array(count + 1);
  const outside = outsideOf(index, width);
  const beside = neighbours(index, width);
  for (let label = 1; label <= count; label++) {
    if (label === outside) {
      colors[label] = OUTSIDE;
      continue;
    }
    const taken = new Set((beside[label] ?? []).map((other) => colors[other]));
    const first = hash(index.pixels[index.start[label]]) % LEAK_COLORS.length;
    const turned = [...LEAK_COLORS.slice(first), ...LEAK_COLORS.slice(0, first)];
    colors[label] = turned.find((color) => !taken.has(color)) ?? turned[0];
  }
  return colors;
}

/** The largest segment along the page's edge; 0 = none. @param {T.PixelIndex} index @param {number} width */
function outsideOf(index, width) {
  const height = index.pixels.length / width;
  let found = 0;
  let largest = 0;
  for (let label = 1; label < index.start.length - 1; label++) {
    const [left, top, right, bottom] = index.box.subarray(4 * label, 4 * label + 4);
    const area = index.start[label + 1] - index.start[label];
    if ((left === 0 || top === 0 || right === width || bottom === height) && area > largest) [found, largest] = [label, area];
  }
  return found;
}

/**
 * Who borders whom across a line.
 * @param {T.PixelIndex} index
 * @param {number} width
 * @returns {number[][]} of every label its neighbours
 */
function neighbours(index, width) {
  const owner = owners(index);
  const count = index.start.length - 1;
  const pairs = new Set();
  for (let place = 0; place < owner.length; place++) {
    const here = owner[place];
    const right = (place + 1) % width === 0 ? here : owner[place + 1];
    const below = place + width < owner.length ? owner[place + width] : here;
    if (right !== here) pairs.add(here * count + right);
    if (below !== here) pairs.add(here * count + below);
  }
  /** @type {number[][]} */
  const beside = Array.from({ length: count }, () => []);
  for (const pair of pairs) {
    const [one, other] = [Math.floor(pair / count), pair % count];
    beside[one].push(other);
    beside[other].push(one);
  }
  return beside;
}

/** @param {T.PixelIndex} index @returns {Uint32Array} whose each pixel is, under lines, too */
function owners(index) {
  const owner = new Uint32Array(index.pixels.length);
  for (let label = 1; label < index.start.length - 1; label++) {
    for (let i = index.start[label]; i < index.start[label + 1]; i++) owner[index.pixels[i]] = label;
  }
  return owner;
}

/** Neighbouring places give far apart numbers. @param {number} place */
function hash(place) {
  return Math.imul(place ^ (place >>> 15), 0x2c1b3c6d) >>> 8;
}
