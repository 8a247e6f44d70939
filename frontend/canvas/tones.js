// @ts-check
/** Which tones the areas of a part have: a red line parts the normal tone from a highlight, a blue one from a shadow. */
import { BRIGHTER, DARKER, NEAREST } from "./trace.js";

/** @import * as T from "../types.js" */

const [NORMAL, HIGHLIGHT, SHADOW, SECOND_SHADOW] = /** @type {T.Tone[]} */ ([0, 1, 2, 3]);
const LEAST = 4; // px of trace line between two areas; where lines only touch, they part nothing

/**
 * The tones of all areas that trace lines part from one that has the normal tone, and from each other.
 * @param {T.TraceLines} trace
 * @param {number} base a segment
 * @returns {Map<number, T.Tone>} by segment, the base first
 */
export function tonesFrom(trace, base) {
  const beside = neighbours(trace);
  /** @type {Map<number, T.Tone>} */
  const tones = new Map([[base, NORMAL]]);
  // A map's loop also comes to what is added on the way: breadth first.
  for (const [label, tone] of tones) {
    for (const { other, kind, second } of beside.get(label) ?? []) {
      if (!tones.has(other)) tones.set(other, across(tone, kind, second));
    }
  }
  return tones;
}

/** @param {T.Tone} tone on this side @param {number} kind @param {boolean} second is it the line of a second shadow? */
function across(tone, kind, second) {
  if (kind === BRIGHTER) return tone === NORMAL ? HIGHLIGHT : NORMAL;
  if (second) return tone === SECOND_SHADOW ? SHADOW : SECOND_SHADOW;
  return tone === SHADOW || tone === SECOND_SHADOW ? NORMAL : SHADOW;
}

/**
 * @param {T.TraceLines} trace
 * @returns {Map<number, {other: number, kind: number, second: boolean}[]>}
 */
function neighbours(trace) {
  /** @type {Map<string, {one: number, other: number, kind: number, second: boolean, length: number}>} */
  const borders = new Map();
  for (let group = 0; group < trace.kind.length; group++) {
    const sides = trace.sides.subarray(trace.sideStart[group], trace.sideStart[group + 1]);
    if (trace.kind[group] === NEAREST || sides.length !== 2) continue; // more meet at a line's end
    const kind = trace.kind[group];
    const second = kind === DARKER && isGreenish(trace.colors[trace.start[group]]);
    const [one, other] = sides;
    const name = [one, other, kind, second].join();
    const border = borders.get(name) ?? { one, other, kind, second, length: 0 };
    border.length += trace.start[group + 1] - trace.start[group];
    borders.set(name, border);
  }
  /** @type {Map<number, {other: number, kind: number, second: boolean}[]>} */
  const beside = new Map();
  for (const { one, other, kind, second, length } of borders.values()) {
    if (length < LEAST) continue;
    for (const [from, to] of [[one, other], [other, one]]) {
      beside.set(from, [...(beside.get(from) ?? []), { other: to, kind, second }]);
    }
  }
  return beside;
}

/** Yellow-green rather than blue. @param {number} color packed */
function isGreenish(color) {
  return ((color >>> 8) & 255) > ((color >>> 16) & 255);
}
