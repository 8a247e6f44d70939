// @ts-check
/**
 * Deeds on their way to the server, first in, first out. They are kept in this browser until the server has them, so
 * that neither a server that is away nor a closed tab loses one. The server counts a deed sent twice once.
 */
import { ApiError, drawings } from "../api.js";
import { Signal } from "../signal.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

const FIRST_WAIT = 500; // ms
const LONGEST_WAIT = 5000; // ms

export class Outbox {
  /** @type {Signal<{deed: T.Deed, answer: T.CorrectionAnswer, repeated: boolean}>} */
  accepted = new Signal();
  /** @type {Signal<{deed: T.Deed, error: Error}>} */
  refused = new Signal();
  /** How many are on their way. @type {Signal<number>} */
  sizes = new Signal();

  /** @type {T.Deed[]} */
  #queue = [];
  /** @type {Map<string, number>} client -> id of the correction, for undoing */
  #ids = new Map();
  #sending = false;
  #timer = 0;
  #wait = FIRST_WAIT;
  #prefix;

  /**
   * @param {number} user
   * @param {number} shot
   */
  constructor(user, shot) {
    this.#prefix = `shiage.outbox.${user}.${shot}.`;
  }

  /** Deeds that an earlier page left here, oldest first. @returns {T.Deed[]} */
  left() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix));
    /** @type {T.Deed[]} */
    const deeds = keys.map((key) => JSON.parse(localStorage.getItem(key) ?? "null")).filter(Boolean);
    return deeds.sort((a, b) => a.at - b.at);
  }

  get size() {
    return this.#queue.length;
  }

  /** @param {T.Deed} deed */
  put(deed) {
    this.#queue.push(deed);
    localStorage.setItem(this.#prefix + deed.client, JSON.stringify(deed));
    this.sizes.emit(this.#queue.length);
    void this.#send();
  }

  /** The server is back, or may be. */
  hurry() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#wait = FIRST_WAIT;
    void this.#send();
  }

  async #send() {
    if (this.#sending || this.#timer) return;
    this.#sending = true;
    while (this.#queue.length > 0 && (await this.#sendFirst()));
    this.#sending = false;
  }

  /** @returns {Promise<boolean>} go on with the next? */
  async #sendFirst() {
    const deed = this.#queue[0];
    try {
      const undoes = deed.undoes ? (deed.undoes.id ?? this.#ids.get(deed.undoes.client) ?? null) : null;
      if (deed.undoes && undoes === null) throw new ApiError(409, "nothing_to_undo", _("What you undid was never saved."));
      const { answer, repeated } = await drawings.correct(deed, undoes);
      this.#ids.set(deed.client, answer.id);
      this.#done(deed);
      this.#wait = FIRST_WAIT;
      this.accepted.emit({ deed, answer, repeated });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.passing || error.status === 401) {
        this.#timer = setTimeout(() => this.#again(), this.#wait);
        this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
        return false;
      }
      this.#done(deed);
      this.refused.emit({ deed, error });
      return true;
    }
  }

  #again() {
    this.#timer = 0;
    void this.#send();
  }

  /** @param {T.Deed} deed */
  #done(deed) {
    this.#queue.shift();
    localStorage.removeItem(this.#prefix + deed.client);
    this.sizes.emit(this.#queue.length);
  }
}
