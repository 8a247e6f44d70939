// @ts-check
/** Lines of points, in the drawing's pixels. */

/** @import * as T from "../types.js" */

const STRAY = 0.6; // px that a thinned stroke may leave the drawn one by

/**
 * @param {T.Polyline[]} strokes pixels; a pixel's middle is half a pixel further
 * @param {T.WorldPoint} point
 * @param {number} reach px
 * @returns {number | null} the nearest one's place in the list
 */
export function nearestStroke(strokes, { wx, wy }, reach) {
  let found = null;
  let nearest = reach;
  strokes.forEach((points, i) => {
    for (let k = 0; k < points.length; k++) {
      const away = distance([wx - 0.5, wy - 0.5], points[Math.max(0, k - 1)], points[k]);
      if (away <= nearest) [found, nearest] = [i, away];
    }
  });
  return found;
}

/** From a point to a straight piece. @param {T.Point} point @param {T.Point} from @param {T.Point} to */
function distance([x, y], [ax, ay], [bx, by]) {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
  return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay));
}

/**
 * The same stroke in as few points as do (Ramer, Douglas and Peucker).
 * @param {T.Polyline} points
 * @returns {T.Polyline}
 */
export function thinned(points) {
  if (points.length < 2) return points;
  const [first, last] = [points[0], points[points.length - 1]];
  let at = 0;
  let farthest = 0;
  for (let i = 1; i < points.length - 1; i++) {
    const away = distance(points[i], first, last);
    if (away > farthest) [at, farthest] = [i, away];
  }
  if (farthest > STRAY) return [...thinned(points.slice(0, at + 1)).slice(0, -1), ...thinned(points.slice(at))];
  return first[0] === last[0] && first[1] === last[1] ? [first] : [first, last];
}
