// @ts-check
/** What every drawing of a shot looks like: what the server says, and over it what this person did a moment ago. */
import { Signal } from "../signal.js";

/** @import * as T from "../types.js" */

/** @typedef {{late: T.Changes[], again: boolean, done: Promise<void>}} Fetching what came in meanwhile; ask again? */

/** @param {T.PaintingJson} json @returns {T.Painting} */
function unpackPainting(json) {
  return {
    labels: json.labels,
    entry: Uint16Array.from(json.entry),
    tone: Uint8Array.from(json.tone),
    confidence: Uint8Array.from(json.confidence),
    byPerson: Uint8Array.from(json.by_person, Number),
    provisional: Uint8Array.from(json.provisional, Number),
  };
}

/** @param {T.Painting} painting @returns {T.Painting} */
function copy({ labels, entry, tone, confidence, byPerson, provisional }) {
  return {
    labels, entry: entry.slice(), tone: tone.slice(), confidence: confidence.slice(), byPerson: byPerson.slice(),
    provisional: provisional.slice(),
  };
}

export class Paintings {
  /** What now looks different; `segments` null = everything. @type {Signal<{drawing: number, segments: number[] | null}>} */
  changed = new Signal();

  /** @type {Map<number, T.Painting>} */
  #server = new Map();
  /** @type {Map<number, T.Painting>} */
  #shown = new Map();
  /** @type {Map<number, T.Deed[]>} deeds that the server's painting does not show yet, in order */
  #waiting = new Map();
  /** @type {Map<number, Fetching>} */
  #fetching = new Map();

  /** @param {number} drawing @returns {T.Painting | undefined} */
  get(drawing) {
    return this.#shown.get(drawing);
  }

  /** @param {number} drawing @param {T.PaintingJson} json */
  set(drawing, json) {
    this.#server.set(drawing, unpackPainting(json));
    this.#shown.set(drawing, copy(unpackPainting(json)));
    for (const deed of this.#waiting.get(drawing) ?? []) this.#apply(deed);
    this.changed.emit({ drawing, segments: null });
  }

  /**
   * Ask for a painting afresh; corrections that arrive while the answer travels are put on top of it.
   * @param {number} drawing
   * @param {(drawing: number) => Promise<T.PaintingJson>} fetch
   */
  refresh(drawing, fetch) {
    const running = this.#fetching.get(drawing);
    if (running) {
      running.again = true; // its answer may be older than what is asked for now
      return running.done;
    }
    /** @type {Fetching} */
    const fetching = { late: [], again: true, done: Promise.resolve() };
    this.#fetching.set(drawing, fetching);
    fetching.done = this.#fetch(drawing, fetch, fetching).finally(() => this.#fetching.delete(drawing));
    return fetching.done;
  }

  /**
   * @param {number} drawing
   * @param {(drawing: number) => Promise<T.PaintingJson>} fetch
   * @param {Fetching} fetching
   */
  async #fetch(drawing, fetch, fetching) {
    while (fetching.again) {
      fetching.again = false;
      fetching.late = [];
      this.set(drawing, await fetch(drawing));
      const late = fetching.late;
      fetching.late = [];
      for (const changes of late) this.change(drawing, changes);
    }
  }

  /**
   * The server says how segments look now.
   * @param {number} drawing
   * @param {T.Changes} changes
   * @param {string | null} [client] the deed that this answers
   */
  change(drawing, changes, client = null) {
    if (client) this.#forget(drawing, client);
    this.#fetching.get(drawing)?.late.push(changes);
    const server = this.#server.get(drawing);
    if (!server) return;
    changes.segments.forEach((label, i) => {
      server.entry[label] = changes.entry[i];
      server.tone[label] = changes.tone[i];
      server.confidence[label] = changes.confidence[i];
      server.byPerson[label] = Number(changes.by_person[i]);
      server.provisional[label] = Number(changes.provisional?.[i] ?? 0); // events of earlier versions do not say
    });
    this.#show(drawing, changes.segments);
  }

  /** Show a deed at once. @param {T.Deed} deed */
  expect(deed) {
    this.#waiting.set(deed.drawing, [...(this.#waiting.get(deed.drawing) ?? []), deed]);
    this.#apply(deed);
    if (deed.segments.length > 0) this.changed.emit({ drawing: deed.drawing, segments: deed.segments });
  }

  /**
   * A stroke goes on over more segments.
   * @param {T.Deed} deed that is expected already
   * @param {number[]} segments
   * @param {{entry: number, tone: number}} paint
   */
  extend(deed, segments, paint) {
    for (const label of segments) {
      deed.segments.push(label);
      deed.look.entry.push(paint.entry);
      deed.look.tone.push(paint.tone);
    }
    const fresh = { segments, look: { entry: segments.map(() => paint.entry), tone: segments.map(() => paint.tone) } };
    this.#apply({ ...deed, ...fresh });
    this.changed.emit({ drawing: deed.drawing, segments });
  }

  /** The deed did not happen, or the server's painting already shows it. @param {T.Deed} deed */
  drop(deed) {
    if (this.#forget(deed.drawing, deed.client)) this.#show(deed.drawing, deed.segments);
  }

  /** Is the deed still ahead of the server? @param {T.Deed} deed */
  awaits(deed) {
    return (this.#waiting.get(deed.drawing) ?? []).some((other) => other.client === deed.client);
  }

  /**
   * @param {number} drawing
   * @param {string} client
   */
  #forget(drawing, client) {
    const deeds = this.#waiting.get(drawing) ?? [];
    const left = deeds.filter((deed) => deed.client !== client);
    this.#waiting.set(drawing, left);
    return left.length < deeds.length;
  }

  /** @param {T.Deed} deed */
  #apply(deed) {
    const shown = this.#shown.get(deed.drawing);
    if (!shown || shown.labels !== deed.labels) return; // cut anew since: the server knows where it belongs now
    deed.segments.forEach((label, i) => {
      if (label >= shown.entry.length) return;
      shown.entry[label] = deed.look.entry[i];
      shown.tone[label] = deed.look.tone[i];
      shown.confidence[label] = 255;
      shown.byPerson[label] = 1;
      shown.provisional[label] = 0;
    });
  }

  /**
   * @param {number} drawing
   * @param {number[]} segments
   */
  #show(drawing, segments) {
    const server = this.#server.get(drawing);
    const shown = this.#shown.get(drawing);
    if (!server || !shown) return;
    const before = segments.map((label) => 4 * shown.entry[label] + shown.tone[label] + shown.confidence[label] / 512);
    for (const label of segments) {
      shown.entry[label] = server.entry[label];
      shown.tone[label] = server.tone[label];
      shown.confidence[label] = server.confidence[label];
      shown.byPerson[label] = server.byPerson[label];
      shown.provisional[label] = server.provisional[label];
    }
    for (const deed of this.#waiting.get(drawing) ?? []) this.#apply(deed);
    // One's own echo changes nothing: then nothing is drawn again.
    const different = segments.filter(
      (label, i) => before[i] !== 4 * shown.entry[label] + shown.tone[label] + shown.confidence[label] / 512,
    );
    if (different.length > 0) this.changed.emit({ drawing, segments: different });
  }

  /**
   * For the filmstrip: what state is a drawing in?
   * @param {number} drawing
   * @returns {{state: "waiting" | "proposed" | "corrected", unpainted: number, provisional: number}}
   */
  summary(drawing) {
    const painting = this.#shown.get(drawing);
    if (!painting || painting.entry.length === 0) return { state: "waiting", unpainted: 0, provisional: 0 };
    let unpainted = 0;
    let provisional = 0;
    let touched = false;
    for (let label = 1; label < painting.entry.length; label++) {
      if (painting.entry[label] === 0) unpainted++;
      if (painting.byPerson[label] !== 0) touched = true;
      if (painting.provisional[label] !== 0) provisional++;
    }
    const bare = unpainted === painting.entry.length - 1;
    return { state: touched ? "corrected" : bare ? "waiting" : "proposed", unpainted, provisional };
  }
}
