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

/** @typedef {{what: "closure" | "stroke", id: number, drawing: number, active: boolean}} Switch it holds, or no longer */

export class History {
  /** @type {(Step | Switch)[]} */
  #done = [];
  /** @type {(Step | Switch)[]} */
  #undone = [];

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** @param {T.Deed} deed @param {T.Deed["look"]} before */
  did(deed, before) {
    const { drawing, labels, segments, look, client } = deed;
    this.#done.push({ drawing, labels, segments, before, after: look, last: { client, id: null } });
    this.#undone = [];
  }

  /** @param {Switch["what"]} what @param {number} id @param {number} drawing @param {boolean} active */
  switched(what, id, drawing, active) {
    this.#done.push({ what, id, drawing, active });
    this.#undone = [];
  }

  /** What was done before this page was opened. @param {Step[]} steps in order */
  remember(steps) {
    this.#done = [...steps, ...this.#done];
  }

  /** @returns {T.Deed | Switch | null} what undoes the last step */
  undo() {
    const step = this.#done.pop();
    if (!step) return null;
    this.#undone.push(step);
    if ("what" in step) return { ...step, active: !step.active };
    return reversal(step, step.before);
  }

  /** @returns {T.Deed | Switch | null} what brings back what was undone last */
  redo() {
    const step = this.#undone.pop();
    if (!step) return null;
    this.#done.push(step);
    if ("what" in step) return step;
    return reversal(step, step.after);
  }

  /** The server refused a deed: the step it belongs to never was. @param {string} client */
  forget(client) {
    const others = (/** @type {Step | Switch} */ step) => "what" in step || step.last.client !== client;
    this.#done = this.#done.filter(others);
    this.#undone = this.#undone.filter(others);
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
  return { client, drawing, labels, segments, look, paint: null, undoes: last, at: Date.now(), carry: false };
}

/**
 * This person's own corrections of a drawing that are in force, as steps that can be undone.
 * @param {number} drawing
 * @param {T.Painting} painting
 * @param {T.Correction[]} corrections all of the drawing, in order
 * @param {number} user
 * @returns {Step[]}
 */
export function stepsOf(drawing, painting, corrections, user) {
  const undone = new Set();
  for (const correction of [...corrections].reverse()) {
    if (correction.undoes !== null && !undone.has(correction.id)) undone.add(correction.undoes);
  }
  const mine = corrections.filter((c) => c.undoes === null && !c.follows && !undone.has(c.id) && c.by?.id === user);
  return mine.map(({ id, client, segments = [], entry, tone }) => {
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
