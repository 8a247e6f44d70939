// @ts-check
/** Which drawing shows when. Frames count from 1. */

/** @import * as T from "../types.js" */

/** @typedef {{from: number, to: number}} Span frames, both included */
/** @typedef {{drawing: T.Drawing, spans: Span[]}} Cast a drawing and when it shows; no spans: never */

/**
 * @param {T.Level} level
 * @param {number} frame
 * @returns {T.Drawing | null}
 */
export function drawingAt(level, frame) {
  const exposure = level.exposures.findLast(([from]) => from <= frame);
  return level.drawings.find((drawing) => drawing.id === exposure?.[1]) ?? null;
}

/**
 * A level's exposures that show a drawing, one after the other.
 * @param {T.Level} level
 * @param {number} frames of the shot
 * @returns {(Span & {drawing: T.Drawing})[]}
 */
export function exposures(level, frames) {
  const byId = new Map(level.drawings.map((drawing) => [drawing.id, drawing]));
  return level.exposures.flatMap(([from, id], i) => {
    const drawing = id === null ? undefined : byId.get(id);
    const to = (level.exposures[i + 1]?.[0] ?? frames + 1) - 1;
    return drawing ? [{ drawing, from, to }] : [];
  });
}

/**
 * Every drawing of a level once: in the order in which they first show, then those that no frame shows.
 * @param {T.Level} level
 * @param {number} frames of the shot
 * @returns {Cast[]}
 */
export function casts(level, frames) {
  /** @type {Map<number, Cast>} */
  const shown = new Map();
  for (const { drawing, from, to } of exposures(level, frames)) {
    const cast = shown.get(drawing.id) ?? { drawing, spans: [] };
    const last = cast.spans.at(-1);
    if (last?.to === from - 1) last.to = to;
    else cast.spans.push({ from, to });
    shown.set(drawing.id, cast);
  }
  const left = level.drawings.filter((drawing) => !shown.has(drawing.id));
  return [...shown.values(), ...left.map((drawing) => ({ drawing, spans: [] }))];
}

/** @param {Cast} cast @param {number} frame */
export function showsAt({ spans }, frame) {
  return spans.some(({ from, to }) => frame >= from && frame <= to);
}

/** For how many frames. @param {Cast} cast */
export function lengthOf({ spans }) {
  return spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** As in "3" or "1-4, 9-10". @param {Cast} cast */
export function framesWords({ spans }) {
  return spans.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(", ");
}

/**
 * @param {T.Shot} shot
 * @param {number} drawing
 * @returns {{level: T.Level, frame: number | null} | null} where it first shows; frame null: the timesheet leaves it out
 */
export function whereIs(shot, drawing) {
  for (const level of shot.levels) {
    if (!level.drawings.some(({ id }) => id === drawing)) continue;
    return { level, frame: level.exposures.find(([, id]) => id === drawing)?.[0] ?? null };
  }
  return null;
}
