// @ts-check
/**
 * Trace lines in the colours of a finished cel, as inference/painting.py paints them: a blue one takes the darker of
 * the sides that it parts, a red one the brighter, any other the nearest. Which pixels depend on which sides is worked
 * out once; a click then asks only for the brightest of two or three colours per line.
 */

import { Sides } from "./sides.js";

/** @import * as T from "../types.js" */

/** Whose colour a coloured line takes. */
export const NEAREST = 1;
export const BRIGHTER = 2;
export const DARKER = 3;

/**
 * @param {Uint8Array} kinds (H * W) per pixel NEAREST, BRIGHTER or DARKER; 0 = no trace line
 * @param {Uint32Array} packed (H * W) the artist's pixels
 * @param {T.LabelMap} labels
 * @param {T.LabelMap} spread the same, run under the lines
 * @param {number} width
 * @param {number} count segments
 * @returns {T.TraceLines}
 */
export function groupTraceLines(kinds, packed, labels, spread, width, count) {
  const traced = placesOf(kinds);
  const sides = new Sides(traced, kinds, labels, width, count);
  /** @type {Map<number, number>} */
  const numbers = new Map();
  /** @type {{kind: number, nearest: number, candidates: number[], places: number[]}[]} */
  const groups = [];
  for (let i = 0; i < traced.length; i++) {
    const place = traced[i];
    const kind = labels[place] === 0 ? kinds[place] : NEAREST; // a soft line's rim lies in its segment
    const set = kind === NEAREST ? 0 : sides.at[i];
    const key = (set * (count + 1) + spread[place]) * 4 + kind;
    let number = numbers.get(key);
    if (number === undefined) {
      number = groups.push({ kind, nearest: spread[place], candidates: sides.list(set), places: [] }) - 1;
      numbers.set(key, number);
    }
    groups[number].places.push(place);
  }
  const places = Uint32Array.from(groups.flatMap((group) => group.places));
  return {
    places,
    colors: places.map((place) => packed[place]),
    start: starts(groups.map((group) => group.places.length)),
    kind: Uint8Array.from(groups, (group) => group.kind),
    nearest: Uint32Array.from(groups, (group) => group.nearest),
    sides: Uint32Array.from(groups.flatMap((group) => group.candidates)),
    sideStart: starts(groups.map((group) => group.candidates.length)),
    ...bySegment(groups, count),
  };
}

/** @param {{nearest: number, candidates: number[]}[]} groups @param {number} count */
function bySegment(groups, count) {
  /** @type {number[][]} */
  const of = Array.from({ length: count + 1 }, () => []);
  groups.forEach(({ nearest, candidates }, number) => {
    for (const label of new Set([nearest, ...candidates])) of[label].push(number);
  });
  return { groups: Uint32Array.from(of.flat()), groupStart: starts(of.map((numbers) => numbers.length)) };
}

/** @param {number[]} lengths */
function starts(lengths) {
  const start = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, i) => (start[i + 1] = start[i] + length));
  return start;
}

/** @param {Uint8Array} kinds */
function placesOf(kinds) {
  let count = 0;
  for (let place = 0; place < kinds.length; place++) if (kinds[place] !== 0) count++;
  const places = new Uint32Array(count);
  for (let place = 0, i = 0; i < count; place++) if (kinds[place] !== 0) places[i++] = place;
  return places;
}

/**
 * Give trace lines the colour of their side; where nothing beside them is painted they stay as drawn.
 * @param {Uint32Array} pixels (H * W) packed
 * @param {T.TraceLines} trace
 * @param {Uint32Array} colors one packed colour per segment; 0 = unpainted
 * @param {Iterable<number>} [segments] those that have changed; all, when left out
 */
export function paintTraceLines(pixels, trace, colors, segments) {
  if (!segments) {
    for (let group = 0; group < trace.kind.length; group++) paintGroup(pixels, trace, colors, group);
    return;
  }
  const touched = new Set();
  for (const label of segments) {
    for (let i = trace.groupStart[label]; i < trace.groupStart[label + 1]; i++) touched.add(trace.groups[i]);
  }
  for (const group of touched) paintGroup(pixels, trace, colors, group);
}

/** @param {Uint32Array} pixels @param {T.TraceLines} trace @param {Uint32Array} colors @param {number} group */
function paintGroup(pixels, trace, colors, group) {
  const color = colors[sideOf(trace, colors, group)];
  for (let i = trace.start[group]; i < trace.start[group + 1]; i++) pixels[trace.places[i]] = color || trace.colors[i];
}

/** @param {T.TraceLines} trace @param {Uint32Array} colors @param {number} group */
function sideOf(trace, colors, group) {
  const sign = trace.kind[group] === DARKER ? -1 : 1;
  let best = trace.nearest[group];
  let most = -Infinity;
  for (let i = trace.sideStart[group]; i < trace.sideStart[group + 1]; i++) {
    const label = trace.sides[i];
    if (colors[label] >>> 24 === 0) continue; // the transparent background and the unpainted are no side to choose
    const light = sign * luma(colors[label]);
    // Of equals the engine takes the last of the brighter and the first of the darker ones.
    if (light > most || (light === most && sign > 0)) [best, most] = [label, light];
  }
  return best;
}

/** @param {number} color packed */
function luma(color) {
  return 0.299 * (color & 255) + 0.587 * ((color >>> 8) & 255) + 0.114 * ((color >>> 16) & 255);
}
