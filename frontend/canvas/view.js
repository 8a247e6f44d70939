// @ts-check
/** Where the drawing lies on the stage: stage = world * scale + origin. */

/** @import * as T from "../types.js" */

export const SMALLEST = 0.02;
export const LARGEST = 64;
/** Slightly magnified, lines come out of uneven width: rather some more air around exact pixels. */
const NEARLY_ACTUAL = 1.34;
const VISIBLE = 24; // CSS pixels that a segment must measure to be seen
const EDGE = 30; // CSS pixels
const STEPS = [0.05, 0.1, 0.17, 0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];

export class View {
  scale = 1;
  x = 0;
  y = 0;

  /** @param {T.StagePoint} point @returns {T.WorldPoint} */
  toWorld({ sx, sy }) {
    return { wx: (sx - this.x) / this.scale, wy: (sy - this.y) / this.scale };
  }

  /** @param {T.WorldPoint} point @returns {T.StagePoint} */
  toStage({ wx, wy }) {
    return { sx: wx * this.scale + this.x, sy: wy * this.scale + this.y };
  }

  /** @param {number} dx @param {number} dy in CSS pixels */
  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
  }

  /**
   * The drawing's point under the cursor stays under the cursor.
   * @param {T.StagePoint} point
   * @param {number} scale
   */
  zoomTo({ sx, sy }, scale) {
    const wanted = Math.min(LARGEST, Math.max(SMALLEST, scale));
    this.x = sx - ((sx - this.x) * wanted) / this.scale;
    this.y = sy - ((sy - this.y) * wanted) / this.scale;
    this.scale = wanted;
  }

  /** @param {T.StagePoint} point @param {1 | -1} direction to the next round number */
  step(point, direction) {
    const next =
      direction > 0
        ? STEPS.find((step) => step > this.scale * 1.001)
        : STEPS.findLast((step) => step < this.scale * 0.999);
    if (next !== undefined) this.zoomTo(point, next);
  }

  /**
   * Show the whole drawing with some air around it.
   * @param {{width: number, height: number}} world
   * @param {{width: number, height: number}} stage
   * @param {number} air CSS pixels
   */
  fit(world, stage, air) {
    const room = { width: Math.max(1, stage.width - 2 * air), height: Math.max(1, stage.height - 2 * air) };
    const scale = Math.min(room.width / world.width, room.height / world.height, LARGEST);
    this.scale = scale > 1 && scale < NEARLY_ACTUAL ? 1 : scale;
    this.x = (stage.width - world.width * this.scale) / 2;
    this.y = (stage.height - world.height * this.scale) / 2;
  }

  /** Whole device pixels, or a magnified pixel grid would shimmer. @param {number} ratio device pixels per CSS pixel */
  snap(ratio) {
    this.x = Math.round(this.x * ratio) / ratio;
    this.y = Math.round(this.y * ratio) / ratio;
  }

  /**
   * Bring a box into sight: nothing moves if it is already well visible.
   * @param {T.Box} box in the world
   * @param {{width: number, height: number}} stage
   */
  show(box, stage) {
    const long = Math.max(box.width, box.height);
    const fits = (0.8 * Math.min(stage.width, stage.height)) / Math.max(1, long);
    const center = { wx: box.x + box.width / 2, wy: box.y + box.height / 2 };
    const tiny = long * this.scale < VISIBLE;
    if (tiny) this.scale = Math.min(fits, VISIBLE / long, 16);
    const { sx, sy } = this.toStage(center);
    const inside = sx > EDGE && sy > EDGE && sx < stage.width - EDGE && sy < stage.height - EDGE;
    if (tiny || !inside) this.pan(stage.width / 2 - sx, stage.height / 2 - sy);
  }
}
