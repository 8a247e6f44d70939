// @ts-check
/** What this person did and can take back. Undo is a new deed that takes back the last one; redo takes back the undo. */

/** @import * as T from "../types.js" */

/**
 * @typedef {object} Step
 * @property {number} drawing
 * @property {string} labels
 * @property {number[]} segments
 * @property {T.Deed["look"]} before
 * @property {T.Deed["look"]} after
 * @property {{client: string, id: number | null}} last the deed that an undo or redo takes back next
 */

/** @typedef {Step[]} Together what one gesture did, one step a deed */

/** @typedef {{what: "closure" | "stroke" | "note", id: number, drawing: number, active: boolean}} Switch it holds, or no longer */

export class History {
  /** @type {(Together | Switch)[]} */
  #done = [];
  /** @type {(Together | Switch)[]} */
  #undone = [];

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** @param {T.Deed} deed @param {T.Deed["look"]} before */
  did(deed, before) {
    this.together([[deed, before]]);
  }

  /** One undo takes back all of it. @param {[T.Deed, T.Deed["look"]][]} deeds with what was there before */
  together(deeds) {
    if (deeds.length === 0) return;
    this.#done.push(
      deeds.map(([{ drawing, labels, segments, look, client }, before]) => ({ drawing, labels, segments, before, after: look, last: { client, id: null } })),
    );
    this.#undone = [];
  }

  /** @param {Switch["what"]} what @param {number} id @param {number} drawing @param {boolean} active */
  switched(what, id, drawing, active) {
    this.#done.push({ what, id, drawing, active });
    this.#undone = [];
  }

  /** What was done before this page was opened. @param {Together[]} steps in order */
  remember(steps) {
    this.#done = [...steps, ...this.#done];
  }

  /** @returns {T.Deed[] | Switch | null} what undoes the last step */
  undo() {
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push(step);
    if ("what" in step) return { ...step, active: !step.active };
    return step.map((one) => reversal(one, one.before)).reverse();
  }

  /** @returns {T.Deed[] | Switch | null} what brings back what was undone last */
  redo() {
    const step = this.#undone.pop();
    if (!step) return null;
    this.#done.push(step);
    if ("what" in step) return step;
    return step.map((one) => reversal(one, one.after));
  }

  /** The server refused a deed: the step it belongs to never was. @param {string} client */
  forget(client) {
    const others = (/** @type {Together | Switch} */ step) => ("what" in step ? step : step.filter(({ last }) => last.client !== client));
    const some = (/** @type {Together | Switch} */ step) => "what" in step || step.length > 0;
    this.#done = this.#done.map(others).filter(some);
    this.#undone = this.#undone.map(others).filter(some);
  }
}

/**
 * @param {Step} step
 * @param {T.Deed["look"]} look
 * @returns {T.Deed}
 */
function reversal(step, look) {
  const { drawing, labels, segments, last } = step;
  const client = crypto.randomUUID();
  step.last = { client, id: null };
  return { client, drawing, labels, segments, look, paint: null, undoes: last, at: Date.now(), carry: false, gesture: null };
}

/**
 * This person's own corrections of a drawing that are in force, as steps that can be undone.
 * @param {number} drawing
 * @param {T.Painting} painting
 * @param {T.Correction[]} corrections all of the drawing, in order
 * @param {number} user
 * @returns {Together[]} what was one gesture on this drawing is one of them
 */
export function stepsOf(drawing, painting, corrections, user) {
  const undone = new Set();
  for (const correction of [...corrections].reverse()) {
    if (correction.undoes !== null && !undone.has(correction.id)) undone.add(correction.undoes);
  }
  const mine = corrections.filter((c) => c.undoes === null && !c.follows && !undone.has(c.id) && c.by?.id === user);
  const steps = mine.map(({ id, client, segments = [], entry, tone }) => {
    const before = segments.map((label) => colorBefore(corrections, undone, id, label, painting));
    return {
      drawing,
      labels: painting.labels,
      segments,
      before: { entry: before.map((b) => b.entry), tone: before.map((b) => b.tone) },
      after: { entry: segments.map(() => entry), tone: segments.map(() => tone) },
      last: { client: client ?? "", id },
    };
  });
  /** @type {Map<string | number, Together>} */
  const gestures = new Map();
  mine.forEach(({ id, gesture }, i) => gestures.set(gesture ?? id, [...(gestures.get(gesture ?? id) ?? []), steps[i]]));
  return [...gestures.values()];
}

/**
 * A guess at what shows once a correction is gone: the one before it, else (the proposal is not at hand) what shows
 * now, until the server's answer comes a moment later.
 * @param {T.Correction[]} corrections
 * @param {Set<number>} undone
 * @param {number} id
 * @param {number} label
 * @param {T.Painting} painting
 */
function colorBefore(corrections, undone, id, label, painting) {
  const earlier = corrections.findLast(
    (c) => c.id < id && c.undoes === null && !undone.has(c.id) && (c.segments ?? []).includes(label),
  );
  return earlier ?? { entry: painting.entry[label], tone: painting.tone[label] };
}
