// @ts-check
/** The segments within reach of each trace pixel, walking over trace pixels only: black lines are walls. */

/** @import * as T from "../types.js" */

export const TRACE_REACH = 4; // px, how far a line's middle may lie from the areas that it parts (inference/painting.py)

export class Sides {
  /** A set for each trace pixel. */
  at;
  /** @type {number[][]} each set of segments once, sorted */
  #sets = [[]];
  /** @type {Map<string, number>} */
  #known = new Map([["", 0]]);
  /** @type {Map<number, number>} by two sets */
  #unions = new Map();

  /**
   * @param {Uint32Array} traced
   * @param {Uint8Array} kinds
   * @param {T.LabelMap} labels
   * @param {number} width
   * @param {number} count segments
   */
  constructor(traced, kinds, labels, width, count) {
    this.at = new Uint32Array(traced.length);
    const number = new Int32Array(labels.length); // of a trace pixel on a line, from 1
    traced.forEach((place, i) => (number[place] = labels[place] === 0 ? i + 1 : 0));
    const beside = new Int32Array(8 * traced.length); // numbers around each; 0 = none
    const singles = new Uint32Array(count + 1); // the set of one segment alone
    for (let i = 0; i < traced.length; i++) {
      const place = traced[i];
      if (number[place] === 0) continue;
      const x = place % width;
      let found = 8 * i;
      for (let row = place - width; row <= place + width; row += width) {
        if (row < 0 || row >= labels.length) continue;
        for (let other = row - (x > 0 ? 1 : 0); other <= row + (x < width - 1 ? 1 : 0); other++) {
          const label = labels[other];
          if (label !== 0) {
            singles[label] ||= this.#number([label]);
            this.at[i] = this.#union(this.at[i], singles[label]);
          } else if (other !== place && kinds[other] !== 0) beside[found++] = number[other];
        }
      }
    }
    for (let step = 1; step < TRACE_REACH; step++) this.#spread(beside);
  }

  /** @param {Int32Array} beside */
  #spread(beside) {
    const before = this.at.slice();
    for (let i = 0; i < before.length; i++) {
      let set = before[i];
      for (let k = 8 * i; k < 8 * i + 8 && beside[k] !== 0; k++) set = this.#union(set, before[beside[k] - 1]);
      this.at[i] = set;
    }
  }

  /** @param {number[]} labels */
  #number(labels) {
    const key = labels.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.#sets.length);
    return this.#sets.push(labels) - 1;
  }

  /** @param {number} one @param {number} other */
  #union(one, other) {
    if (one === other || other === 0) return one;
    if (one === 0) return other;
    const key = Math.min(one, other) * 2 ** 26 + Math.max(one, other);
    let union = this.#unions.get(key);
    if (union === undefined) {
      union = this.#number([...new Set([...this.#sets[one], ...this.#sets[other]])].sort((a, b) => a - b));
      this.#unions.set(key, union);
    }
    return union;
  }

  /** @param {number} set @returns {number[]} its segments */
  list(set) {
    return this.#sets[set];
  }
}
