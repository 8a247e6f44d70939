// @ts-check
/** One click or drag of the bucket or the eraser: however many segments it crosses, it is one deed. */
import { segmentAt, segmentsAlong } from "../canvas/labels.js";
import { tonesFrom } from "../canvas/tones.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Layer } from "./layer.js" */

const REACH = 3; // CSS pixels that a hand may miss by

export class Stroke {
  /** @type {{layer: Layer, deed: T.Deed, before: T.Deed["look"], last: T.WorldPoint, seen: Set<number>} | null} */
  #now = null;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /**
   * The segment under a point of the stage.
   * @param {T.StagePoint} point
   * @returns {{layer: Layer, label: number} | null}
   */
  hit(point) {
    const layer = this.desk.layer;
    if (!layer) return null;
    const { view } = this.desk.stage;
    const reach = Math.max(1, Math.min(6, Math.round(REACH / view.scale)));
    const label = segmentAt(layer.labels, layer.width, layer.height, view.toWorld(point), reach);
    return label === 0 ? null : { layer, label };
  }

  /** @param {T.StagePoint} point */
  begin(point) {
    this.cancel();
    const hit = this.hit(point);
    if (!hit || !this.desk.work.mayPaint()) return;
    const deed = this.desk.work.newDeed(hit.layer);
    if (!deed) return;
    const last = this.desk.stage.view.toWorld(point);
    if (this.desk.kit.allTones && deed.paint?.entry) return this.#tones(hit.layer, hit.label, deed.paint.entry);
    this.#now = { layer: hit.layer, deed, before: { entry: [], tone: [] }, last, seen: new Set() };
    this.desk.paintings.expect(deed);
    this.#take([hit.label]);
  }

  /** Base, highlight and shadow at once. @param {Layer} layer @param {number} base @param {number} entry */
  #tones({ drawing, trace }, base, entry) {
    /** @type {Map<number, number[]>} */
    const segments = new Map();
    for (const [label, tone] of tonesFrom(trace, base)) {
      const has = this.desk.kit.hasTone(tone) ? tone : 0;
      segments.set(has, [...(segments.get(has) ?? []), label]);
    }
    this.desk.work.paintAll([...segments].map(([tone, labels]) => ({ drawing, segments: labels, paint: { entry, tone } })));
  }

  /** @param {T.StagePoint} point */
  move(point) {
    if (!this.#now) return;
    const { layer, last } = this.#now;
    const here = this.desk.stage.view.toWorld(point);
    this.#take(segmentsAlong(layer.labels, layer.width, layer.height, last, here));
    this.#now.last = here;
  }

  end() {
    const now = this.#now;
    this.#now = null;
    if (!now) return;
    if (now.deed.segments.length === 0) this.desk.paintings.drop(now.deed);
    else this.desk.work.send(now.deed, now.before);
  }

  cancel() {
    const now = this.#now;
    this.#now = null;
    if (now) this.desk.paintings.drop(now.deed);
  }

  /** Paint one segment, as a click would. @param {number} label @param {Layer} layer */
  single(label, layer) {
    if (!this.desk.work.mayPaint()) return;
    const deed = this.desk.work.newDeed(layer);
    if (!deed) return;
    this.#now = { layer, deed, before: { entry: [], tone: [] }, last: { wx: 0, wy: 0 }, seen: new Set() };
    this.desk.paintings.expect(deed);
    this.#take([label]);
    this.end();
  }

  /** @param {number[]} labels */
  #take(labels) {
    if (!this.#now) return;
    const { deed, before, seen } = this.#now;
    const painting = this.desk.paintings.get(deed.drawing);
    const paint = deed.paint;
    if (!painting || !paint) return;
    const fresh = labels.filter((label) => !seen.has(label) && this.desk.work.wants(painting, label, paint));
    for (const label of labels) seen.add(label);
    if (fresh.length === 0) return;
    for (const label of fresh) {
      before.entry.push(painting.entry[label]);
      before.tone.push(painting.tone[label]);
    }
    this.desk.paintings.extend(deed, fresh, paint);
  }
}
