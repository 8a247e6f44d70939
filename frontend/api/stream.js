// @ts-check
/** What happens in a production, as it happens. */
import { Signal } from "../signal.js";
import { signedOut } from "./requests.js";

/** @import * as T from "../types.js" */

const FIRST_WAIT = 250; // ms
const LONGEST_WAIT = 5000; // ms
const GONE = new Set([4401, 4404]);

/**
 * A production's events, in order and without gaps, for as long as the page lives: it comes back by itself after the
 * server was away, and asks for what it missed.
 */
export class Stream {
  /** @type {Signal<T.ShotEvent>} */
  events = new Signal();
  /** @type {Signal<"live" | "away" | "refused">} */
  states = new Signal();
  /** @type {"live" | "away" | "refused"} */
  state = "away";

  #production;
  #last;
  #wait = FIRST_WAIT;
  /** @type {WebSocket | null} */
  #socket = null;
  #timer = 0;
  #closed = false;

  /**
   * @param {number} production
   * @param {number} since number of the last event that the page already shows
   */
  constructor(production, since) {
    this.#production = production;
    this.#last = since;
    addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    this.#socket?.close();
  }

  #hurry = () => {
    if (this.state !== "away" || this.#socket || this.#closed || document.hidden) return;
    clearTimeout(this.#timer);
    this.#connect();
  };

  #connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws/productions/${this.#production}/?since=${this.#last}`);
    this.#socket = socket;
    socket.onmessage = (message) => this.#hear(JSON.parse(message.data));
    socket.onclose = (event) => {
      this.#socket = null;
      if (this.#closed) return;
      if (event.code === 4401) signedOut.emit();
      this.#turn(GONE.has(event.code) ? "refused" : "away");
      if (this.state === "away") this.#later();
    };
  }

  #later() {
    // Half of the wait is chance, so that a restarted server is not met by everybody at once.
    this.#timer = setTimeout(() => this.#connect(), this.#wait * (0.5 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  /** @param {T.ShotEvent} event */
  #hear(event) {
    if (event.kind === "hello") {
      this.#wait = FIRST_WAIT;
      this.#turn("live");
      return;
    }
    if (event.number <= this.#last) return;
    if (event.number > this.#last + 1) {
      this.#socket?.close(); // something was missed: come back and ask for it
      return;
    }
    this.#last = event.number;
    this.events.emit(event);
  }

  /** @param {"live" | "away" | "refused"} state */
  #turn(state) {
    if (this.state === state) return;
    this.state = state;
    this.states.emit(state);
  }
}
