// @ts-check
/** Brings drawings in, a few at a time, and keeps those used last within a budget of memory. */
import { drawings } from "../api.js";
import { ByteCache } from "../canvas/lru.js";
import { Layer } from "./layer.js";

/** @import * as T from "../types.js" */

const BUDGET = 420 * 2 ** 20; // bytes: some 15 drawings of 1920 x 1080

/** @import { Prepared } from "./layer.js" */


export class Loader {
  /** @type {ByteCache<Layer>} */
  #layers;
  /** @type {Map<number, Promise<Layer>>} */
  #coming = new Map();
  #worker = new Worker(new URL("../canvas/prepare_worker.js", import.meta.url), { type: "module" });
  /** @type {Map<number, {resolve: (prepared: Prepared) => void, reject: (error: Error) => void}>} */
  #jobs = new Map();
  #job = 0;

  constructor() {
    this.#layers = new ByteCache(BUDGET, (layer) => layer.release());
    this.#worker.onmessage = ({ data }) => {
      const job = this.#jobs.get(data.id);
      this.#jobs.delete(data.id);
      if (data.problem) job?.reject(new Error(data.problem));
      else job?.resolve(data);
    };
  }

  /** @param {number} drawing @returns {Layer | undefined} when it is here already */
  get(drawing) {
    return this.#layers.get(drawing);
  }

  /** The same, without counting it as a use. @param {number} drawing @returns {Layer | undefined} */
  peek(drawing) {
    return this.#layers.peek(drawing);
  }

  /** @param {number} drawing */
  has(drawing) {
    return this.#layers.peek(drawing) !== undefined;
  }

  /** Its segments were cut anew. @param {number} drawing */
  forget(drawing) {
    this.#layers.delete(drawing);
    this.#coming.delete(drawing);
  }

  /**
   * @param {T.Drawing} drawing with segments
   * @param {{width: number, height: number}} size
   * @returns {Promise<Layer>}
   */
  load(drawing, size) {
    const here = this.#layers.get(drawing.id);
    if (here) return Promise.resolve(here);
    const coming = this.#coming.get(drawing.id);
    if (coming) return coming;
    const promise = this.#fetch(drawing, size);
    this.#coming.set(drawing.id, promise);
    const done = () => {
      if (this.#coming.get(drawing.id) === promise) this.#coming.delete(drawing.id);
    };
    promise.then(done, done);
    return promise;
  }

  /**
   * @param {T.Drawing} drawing
   * @param {{width: number, height: number}} size
   */
  async #fetch(drawing, { width, height }) {
    if (!drawing.labels_url || drawing.segments === null) throw new Error(`${drawing.file_name}: no segments yet`);
    const [map, picture] = await Promise.all([drawings.labels(drawing.labels_url), drawings.picture(drawing.line_url)]);
    const job = { bytes: map.bytes, each: map.width, picture, width, height, count: drawing.segments };
    const layer = new Layer(drawing.id, width, height, await this.#prepare(job));
    this.#layers.set(drawing.id, layer, layer.bytes);
    return layer;
  }

  /**
   * @param {object} job
   * @returns {Promise<Prepared>}
   */
  #prepare(job) {
    const id = ++this.#job;
    return new Promise((resolve, reject) => {
      this.#jobs.set(id, { resolve, reject });
      this.#worker.postMessage({ id, ...job });
    });
  }
}
