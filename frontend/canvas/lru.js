// @ts-check

/**
 * Keeps what was used last, up to so many bytes. What is thrown out is handed to `release`.
 * @template V
 */
export class ByteCache {
  /** @type {Map<string | number, {value: V, bytes: number}>} */
  #items = new Map();
  #bytes = 0;

  /**
   * @param {number} limit bytes
   * @param {(value: V) => void} [release]
   */
  constructor(limit, release = () => {}) {
    this.limit = limit;
    this.release = release;
  }

  get bytes() {
    return this.#bytes;
  }

  /** @param {string | number} key @returns {V | undefined} */
  get(key) {
    const item = this.#items.get(key);
    if (!item) return undefined;
    this.#items.delete(key);
    this.#items.set(key, item);
    return item.value;
  }

  /** Look without counting it as a use. @param {string | number} key */
  peek(key) {
    return this.#items.get(key)?.value;
  }

  /** @param {string | number} key @param {V} value @param {number} bytes */
  set(key, value, bytes) {
    this.delete(key);
    this.#items.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const old of this.#items.keys()) {
      if (this.#bytes <= this.limit || old === key) break;
      this.delete(old);
    }
  }

  /** @param {string | number} key */
  delete(key) {
    const item = this.#items.get(key);
    if (!item) return;
    this.#items.delete(key);
    this.#bytes -= item.bytes;
    this.release(item.value);
  }
}
