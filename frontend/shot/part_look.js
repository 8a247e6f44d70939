// @ts-check
/** Semantic strokes on the stage: broad and translucent, one tint per part. */
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { View } from "../canvas/view.js" */

/** @typedef {{part: T.Part, points: T.Polyline, near: boolean}} PartLook */

/** In the order of the bar; tints as far from each other, and from usual paints, as can be. */
export const PARTS = /** @type {const} */ ([
  ["hair", _("Hair"), "#8a3ffc"],
  ["skin", _("Skin"), "#ff2d87"],
  ["other", _("Other"), "#0a8f5b"],
]);

/** @param {T.Part} part */
export function partName(part) {
  return PARTS.find(([name]) => name === part)?.[1].toLowerCase() ?? part;
}

const WIDTH = 9; // CSS pixels
/** @type {Record<T.Part, string>} */
const TINTS = { hair: PARTS[0][2], skin: PARTS[1][2], other: PARTS[2][2] };

/**
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {View} view
 * @param {PartLook[]} strokes
 */
export function drawPartStrokes(context, view, strokes) {
  context.save();
  context.lineCap = context.lineJoin = "round";
  for (const { part, points, near } of strokes) {
    const path = pathOf(view, points);
    context.globalAlpha = near ? 0.9 : 0.45; // a halo, for strokes on paint of their own tint
    context.lineWidth = WIDTH + (near ? 5 : 3);
    context.strokeStyle = "#fff";
    context.stroke(path);
    context.globalAlpha = near ? 0.85 : 0.6;
    context.lineWidth = WIDTH;
    context.strokeStyle = TINTS[part];
    context.stroke(path);
  }
  context.restore();
}

/** @param {View} view @param {T.Polyline} points */
function pathOf(view, points) {
  const path = new Path2D();
  const at = points.map(([x, y]) => view.toStage({ wx: x + 0.5, wy: y + 0.5 }));
  path.moveTo(at[0].sx, at[0].sy);
  for (const { sx, sy } of at.slice(1)) path.lineTo(sx, sy);
  if (at.length === 1) path.lineTo(at[0].sx, at[0].sy + 0.01); // a dot
  return path;
}
