// @ts-check
/** Closures on the stage: thin and magenta with a pale halo, as no trace line is. */

/** @import * as T from "../types.js" */
/** @import { View } from "../canvas/view.js" */

/** @typedef {{points: T.Polyline, look: "on" | "off" | "hand" | "preview" | "fence", near: boolean}} GapStroke */

const MAGENTA = "#f000b8";
const SMALL = 9; // CSS pixels: what is shorter gets a ring
const LOOKS = {
  on: { color: MAGENTA, dash: [] },
  hand: { color: MAGENTA, dash: [] },
  preview: { color: MAGENTA, dash: [4, 3] },
  fence: { color: "#1f2937", dash: [6, 4] },
  off: { color: "#5c6470", dash: [2, 3] },
};

/**
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {View} view
 * @param {GapStroke[]} strokes
 */
export function drawStrokes(context, view, strokes) {
  context.save();
  context.lineCap = context.lineJoin = "round";
  for (const { points, look, near } of strokes) {
    const path = pathOf(view, points, look === "hand");
    context.setLineDash([]);
    context.lineWidth = near ? 7 : 5;
    context.strokeStyle = "rgb(255 255 255 / 0.85)";
    context.stroke(path);
    context.setLineDash(LOOKS[look].dash);
    context.lineWidth = near ? 3.2 : 2.2;
    context.strokeStyle = LOOKS[look].color;
    context.stroke(path);
  }
  context.restore();
}

/** @param {View} view @param {T.Polyline} points @param {boolean} byHand its ends are dots */
function pathOf(view, points, byHand) {
  const path = new Path2D();
  const at = points.map(([x, y]) => view.toStage({ wx: x + 0.5, wy: y + 0.5 }));
  at.forEach(({ sx, sy }, i) => (i === 0 ? path.moveTo(sx, sy) : path.lineTo(sx, sy)));
  const [first, last] = [at[0], at[at.length - 1]];
  if (byHand) {
    for (const { sx, sy } of [first, last]) {
      path.moveTo(sx + 2, sy);
      path.arc(sx, sy, 2, 0, 2 * Math.PI);
    }
  } else if (Math.hypot(last.sx - first.sx, last.sy - first.sy) < SMALL) {
    const middle = { sx: (first.sx + last.sx) / 2, sy: (first.sy + last.sy) / 2 };
    path.moveTo(middle.sx + SMALL - 2, middle.sy);
    path.arc(middle.sx, middle.sy, SMALL - 2, 0, 2 * Math.PI);
  }
  return path;
}
