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
  /** By the address of the labels. @type {Map<string, Promise<Layer>>} */
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

  /** Was a drawing brought in as it is cut now? @param {T.Drawing} drawing */
  isFresh(drawing) {
    return drawing.labels_url !== null && this.#layers.peek(drawing.id)?.cut === cutOf(drawing.labels_url);
  }

  /**
   * A drawing that was cut anew keeps its old look until the new one is here.
   * @param {T.Drawing} drawing with segments
   * @param {{width: number, height: number}} size
   * @returns {Promise<Layer>}
   */
  load(drawing, size) {
    const here = this.#layers.get(drawing.id);
    if (here && this.isFresh(drawing)) return Promise.resolve(here);
    const url = drawing.labels_url ?? "";
    const coming = this.#coming.get(url);
    if (coming) return coming;
    const promise = this.#fetch({ ...drawing }, size);
    this.#coming.set(url, promise);
    const done = () => void this.#coming.delete(url);
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
    const layer = new Layer(drawing.id, cutOf(drawing.labels_url), width, height, await this.#prepare(job));
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

/** @param {string} url of labels: their digest is its last part */
export function cutOf(url) {
  return url.split("/").at(-2) ?? "";
}
