// @ts-check
/**
 * The confidence view: where should a painter look first? Blue against yellow and a step in brightness, so that it
 * reads the same with any kind of colour vision: sure is dark and blue-grey, unsure glows from yellow to orange,
 * unpainted is near white.
 */
import { pack, unpack } from "./palette.js";

/** @import * as T from "../types.js" */

/** Below this (of 255) a segment deserves a look. */
export const UNSURE = 140;

export const BY_PERSON = pack(38, 92, 120, 255);
export const UNPAINTED = pack(222, 246, 255, 255);
const YELLOW = [255, 221, 87];
const ORANGE = [255, 106, 26];
const SURE = [44, 50, 62];

/**
 * @param {T.Painting} painting
 * @param {number} label
 */
export function isUnsure(painting, label) {
  return painting.byPerson[label] === 0 && (painting.entry[label] === 0 || painting.provisional[label] !== 0 || painting.confidence[label] < UNSURE);
}

/**
 * @param {T.Painting} painting
 * @param {number} label
 * @param {number} painted its colour in the painting, packed
 * @returns {number} packed
 */
export function heat(painting, label, painted) {
  if (painting.byPerson[label] !== 0) return BY_PERSON;
  if (painting.entry[label] === 0) return UNPAINTED;
  const confidence = painting.confidence[label];
  if (confidence < UNSURE) return mix(ORANGE, YELLOW, confidence / UNSURE);
  const [r, g, b] = unpack(painted);
  const grey = (0.299 * r + 0.587 * g + 0.114 * b) / 255;
  return mix(SURE, [92, 100, 114], grey);
}

/**
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} share
 */
function mix(from, to, share) {
  const [r, g, b] = from.map((value, i) => Math.round(value + (to[i] - value) * share));
  return pack(r, g, b, 255);
}

/**
 * @param {T.Painting} painting
 * @param {Uint32Array} colors of the segments in the painting
 * @returns {Uint32Array} one packed colour per segment
 */
export function heatColors(painting, colors) {
  const heated = new Uint32Array(colors.length);
  for (let label = 1; label < colors.length; label++) heated[label] = heat(painting, label, colors[label]);
  return heated;
}
