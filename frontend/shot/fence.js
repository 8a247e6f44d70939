// @ts-check
/** An outline drawn around segments: lasso or rectangle. What is wholly inside is painted, or chosen. */
import { segmentsInside } from "../canvas/fence.js";
import { thinned } from "../canvas/strokes.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */
/** @import { GapStroke } from "./strokes.js" */

/** @typedef {"lasso" | "rectangle"} Shape */

const TAP = 4; // CSS pixels; what is smaller is a click

export class Fence {
  /** @type {{shape: Shape, choose: boolean, from: T.StagePoint, far: boolean, points: T.Point[]} | null} */
  #now = null;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** @param {T.StagePoint} point @param {Shape} shape @param {boolean} choose instead of painting */
  begin(point, shape, choose) {
    if (!this.desk.layer || !this.desk.work.mayPaint()) return;
    this.#now = { shape, choose, from: point, far: false, points: [this.#pixelAt(point)] };
  }

  /** @param {T.StagePoint} point */
  move(point) {
    const now = this.#now;
    if (!now) return;
    now.far ||= Math.hypot(point.sx - now.from.sx, point.sy - now.from.sy) >= TAP;
    const here = this.#pixelAt(point);
    const [start] = now.points;
    if (now.shape === "lasso") now.points.push(here);
    else now.points = [start, [here[0], start[1]], here, [start[0], here[1]]];
    this.desk.stage.drawOverlay();
  }

  /** Beyond the drawing's edge, too: what touches it shall be held. @param {T.StagePoint} point @returns {T.Point} */
  #pixelAt(point) {
    const { wx, wy } = this.desk.stage.view.toWorld(point);
    return [Math.floor(wx), Math.floor(wy)];
  }

  end() {
    const now = this.#now;
    this.cancel();
    const { layer, kit, selection, work } = this.desk;
    if (!now || !layer) return;
    if (!now.far) {
      const hit = this.desk.stroke.hit(now.from);
      if (hit && now.choose) selection.toggle(hit.layer, [hit.label]);
      return;
    }
    const outline = now.shape === "lasso" ? thinned(now.points) : now.points;
    const found = segmentsInside(layer.labels, layer.index, layer.width, layer.height, outline);
    if (now.choose) selection.add(layer, found);
    else work.paintAll([{ drawing: layer.drawing, segments: found, paint: kit.paint }]);
  }

  cancel() {
    if (!this.#now) return;
    this.#now = null;
    this.desk.stage.drawOverlay();
  }

  /** What the stage draws. @returns {GapStroke[]} */
  strokes() {
    const points = this.#now?.points ?? [];
    return points.length > 1 ? [{ points: [...points, points[0]], look: "fence", near: false }] : [];
  }
}
