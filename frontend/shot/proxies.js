// @ts-check
/** Small finished pictures of drawings, for playing and for leafing through faster than drawings can be opened. */
import { drawings } from "../api.js";
import { ByteCache } from "../canvas/lru.js";

const BUDGET = 256 * 2 ** 20; // bytes
const WIDTH = 960; // px
const AT_ONCE = 2;

export class Proxies {
  /** @type {ByteCache<{bitmap: ImageBitmap, version: string}>} */
  #pictures = new ByteCache(BUDGET, ({ bitmap }) => bitmap.close());
  /** @type {Set<number>} */
  #coming = new Set();

  /** @param {number} drawing @returns {ImageBitmap | null} possibly of a moment ago */
  get(drawing) {
    return this.#pictures.get(drawing)?.bitmap ?? null;
  }

  /** @param {number} drawing @param {string} version */
  isFresh(drawing, version) {
    return this.#pictures.peek(drawing)?.version === version;
  }

  /**
   * Ask for a picture, unless enough are on their way already.
   * @param {number} drawing
   * @param {string} version
   * @param {number | null} scene
   * @returns {Promise<boolean>} it came
   */
  async want(drawing, version, scene) {
    if (this.isFresh(drawing, version) || this.#coming.has(drawing) || this.#coming.size >= AT_ONCE) return false;
    this.#coming.add(drawing);
    try {
      const blob = await drawings.picture(drawings.paintedUrl(drawing, WIDTH, "painted", version, scene));
      const bitmap = await createImageBitmap(blob);
      this.#pictures.set(drawing, { bitmap, version }, 4 * bitmap.width * bitmap.height);
      return true;
    } finally {
      this.#coming.delete(drawing);
    }
  }
}
