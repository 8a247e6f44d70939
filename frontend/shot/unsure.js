// @ts-check
import { isUnsure } from "../canvas/confidence.js";
import { casts } from "./timesheet.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

/**
 * The next segment that deserves a look: in this drawing after the marked one, then in the drawings that follow, round
 * the whole level.
 * @param {Desk} desk
 * @param {1 | -1} direction
 * @returns {{drawing: T.Drawing, label: number} | null}
 */
export function nextUnsure(desk, direction) {
  if (!desk.level) return null;
  const all = casts(desk.level, desk.shot.frames);
  if (all.length === 0) return null;
  const here = all.findIndex(({ drawing }) => drawing.id === desk.drawing?.id);
  for (let i = 0; i <= all.length; i++) {
    const { drawing } = all[(here + direction * i + (i + 1) * all.length) % all.length];
    const from = i === 0 ? (desk.marked?.label ?? null) : null;
    const label = search(desk.paintings.get(drawing.id), from, direction);
    if (label !== null) return { drawing, label };
  }
  return null;
}

/**
 * @param {T.Painting | undefined} painting
 * @param {number | null} from
 * @param {1 | -1} direction
 * @returns {number | null}
 */
function search(painting, from, direction) {
  if (!painting) return null;
  const count = painting.entry.length - 1;
  const start = from === null ? (direction > 0 ? 1 : count) : from + direction;
  for (let label = start; label >= 1 && label <= count; label += direction) {
    if (isUnsure(painting, label)) return label;
  }
  return null;
}
