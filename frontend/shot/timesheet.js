// @ts-check
/** Which drawing shows when. Frames count from 1. */

/** @import * as T from "../types.js" */

/** @typedef {{frame: number, length: number, drawing: T.Drawing}} Hold */

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
 * A level's drawings in the order of the timesheet, each with how long it is held.
 * @param {T.Level} level
 * @param {number} frames of the shot
 * @returns {Hold[]}
 */
export function holds(level, frames) {
  const byId = new Map(level.drawings.map((drawing) => [drawing.id, drawing]));
  const all = level.exposures.map(([frame, id], i) => ({
    frame,
    length: (level.exposures[i + 1]?.[0] ?? frames + 1) - frame,
    drawing: id === null ? undefined : byId.get(id),
  }));
  return all.filter((hold) => hold.drawing !== undefined).map((hold) => /** @type {Hold} */ (hold));
}

/**
 * @param {T.Shot} shot
 * @param {number} drawing
 * @returns {{level: T.Level, frame: number} | null} where it first shows
 */
export function whereIs(shot, drawing) {
  for (const level of shot.levels) {
    const exposure = level.exposures.find(([, id]) => id === drawing);
    if (exposure) return { level, frame: exposure[0] };
  }
  return null;
}
