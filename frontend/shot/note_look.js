// @ts-check
/** Pins on the stage: their tips at the pixels that the notes speak of, and what was drawn with them. */

/** @import * as T from "../types.js" */
/** @import { View } from "../canvas/view.js" */

/** @typedef {{x: number, y: number, mark: T.Polyline, words: string, open: boolean, near: boolean}} PinLook */

export const HEAD = 10; // CSS pixels, the radius of a pin's head
export const TALL = 19; // CSS pixels from the tip to the middle of the head
const OPEN = { fill: "#ffb27d", ink: "#1d1207", stroke: "#ff7a1a" };
const RESOLVED = { fill: "#8fb79d", ink: "#0f1a13", stroke: "#4c8a62" };
const RIM = "#16171a";

/**
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {View} view
 * @param {PinLook[]} pins
 */
export function drawPins(context, view, pins) {
  context.save();
  context.lineCap = context.lineJoin = "round";
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const pin of pins) if (pin.mark.length > 1) drawMark(context, view, pin);
  for (const pin of pins) drawPin(context, view, pin);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {View} view @param {PinLook} pin */
function drawMark(context, view, { mark, open, near }) {
  const path = new Path2D();
  for (const [x, y] of mark) {
    const { sx, sy } = view.toStage({ wx: x + 0.5, wy: y + 0.5 });
    path.lineTo(sx, sy);
  }
  context.lineWidth = near ? 7 : 5; // a dark rim, for strokes on paint of their own colour
  context.strokeStyle = "rgb(22 23 26 / 0.75)";
  context.stroke(path);
  context.lineWidth = near ? 4 : 2.5;
  context.strokeStyle = (open ? OPEN : RESOLVED).stroke;
  context.stroke(path);
}

/** @param {CanvasRenderingContext2D} context @param {View} view @param {PinLook} pin */
function drawPin(context, view, { x, y, words, open, near }) {
  const { sx, sy } = view.toStage({ wx: x + 0.5, wy: y + 0.5 });
  const { fill, ink } = open ? OPEN : RESOLVED;
  const path = new Path2D();
  path.moveTo(sx, sy);
  path.arc(sx, sy - TALL, HEAD, Math.PI * 0.8, Math.PI * 2.2);
  path.closePath();
  context.lineWidth = near ? 5 : 3;
  context.strokeStyle = near ? "#fff" : RIM;
  context.stroke(path);
  context.fillStyle = fill;
  context.fill(path);
  context.lineWidth = 1;
  context.strokeStyle = RIM;
  context.stroke(path);
  context.fillStyle = ink;
  context.font = `600 ${words.length > 2 ? 8 : 11}px system-ui, sans-serif`;
  context.fillText(words, sx, sy - TALL + 0.5);
}
