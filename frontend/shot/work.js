// @ts-check
/** Painting as deeds: shown at once, sent to the server, taken back. */
import { ApiError, drawings } from "../api.js";
import { toast } from "../components/toast.js";
import { History, stepsOf } from "./history.js";
import { Outbox } from "./outbox.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Layer } from "./layer.js" */
/** @import { Switch } from "./history.js" */
/** @import { Desk } from "./desk.js" */

/** @typedef {{drawing: number, segments: number[], paint: {entry: number, tone: number}}} Job */

const ECHO = 5000; // ms until a deed's own event is missed

export class Work {
  history = new History();
  #remembered = new Set();

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.outbox = new Outbox(desk.user.id, desk.shot.id);
    this.outbox.refused.on(({ deed, error }) => this.#takeBack(deed, error));
    this.outbox.accepted.on(({ deed, repeated }) => this.#confirm(deed, repeated));
    this.outbox.sizes.on(() => desk.changed.emit("connection"));
  }

  /** May this person paint now? Says why not. */
  mayPaint() {
    const { desk } = this;
    if (!desk.canPaint) toast(_("You may look at this production, not paint in it. Ask a supervisor for the painter's role."));
    else if (desk.playback.playing) desk.playback.stop();
    else if (desk.kit.activeTool !== "eraser" && !desk.entryOf(desk.kit.entry)) toast(_("Choose a colour of the sheet first."));
    else return true;
    return false;
  }

  /** @param {Layer} layer @returns {T.Deed | null} that paints nothing yet */
  newDeed({ drawing, cut }) {
    const painting = this.desk.paintings.get(drawing);
    if (!painting || painting.entry.length === 0) return null;
    if (painting.labels !== cut) {
      toast(_("This drawing is just being cut again. Paint it in a moment."));
      return null;
    }
    return this.#deed({ drawing, segments: [], paint: this.desk.kit.paint }, painting.labels);
  }

  /** @param {Job} job @param {string} labels @returns {T.Deed} */
  #deed({ drawing, segments, paint }, labels) {
    const look = { entry: segments.map(() => paint.entry), tone: segments.map(() => paint.tone) };
    const { carry } = this.desk.prefs;
    return { client: crypto.randomUUID(), drawing, labels, segments, look, paint, undoes: null, at: Date.now(), carry, gesture: null };
  }

  /**
   * Does a segment become something else? One that already is so needs no deed, unless only the machine said so.
   * @param {T.Painting} painting
   * @param {number} label
   * @param {{entry: number, tone: number}} paint
   */
  wants(painting, label, paint) {
    if (this.desk.kit.onlyUnpainted && paint.entry !== 0 && painting.entry[label] !== 0) return false;
    const same = painting.entry[label] === paint.entry && painting.tone[label] === paint.tone;
    return !(same && painting.byPerson[label] !== 0);
  }

  /**
   * Many segments with one gesture: one undo takes all of it back, and it counts as one click.
   * @param {Job[]} jobs
   * @param {{carry?: boolean, always?: boolean}} [how] carry it on; also what is painted when only the unpainted shall be
   */
  paintAll(jobs, { carry = this.desk.prefs.carry, always = false } = {}) {
    /** @type {[T.Deed, T.Deed["look"]][]} */
    const done = [];
    for (const job of jobs) {
      const painting = this.desk.paintings.get(job.drawing);
      if (!painting) continue;
      const segments = job.segments.filter((label) => always || this.wants(painting, label, job.paint));
      if (segments.length === 0) continue;
      const before = { entry: segments.map((label) => painting.entry[label]), tone: segments.map((label) => painting.tone[label]) };
      done.push([{ ...this.#deed({ ...job, segments }, painting.labels), carry }, before]);
    }
    const gesture = done.length > 1 ? crypto.randomUUID() : null;
    for (const [deed] of done) {
      deed.gesture = gesture;
      this.desk.paintings.expect(deed);
    }
    this.history.together(done);
    for (const [deed] of done) {
      this.outbox.put(deed);
      this.desk.queue.painted(deed);
    }
    this.desk.changed.emit("history");
  }

  /** @param {T.Deed} deed that is shown already @param {T.Deed["look"]} before */
  send(deed, before) {
    this.history.did(deed, before);
    this.outbox.put(deed);
    this.desk.queue.painted(deed);
    this.desk.stage.mark(null, this.desk.marked); // fresh paint is seen without the cursor's veil
    this.desk.changed.emit("history");
  }

  /**
   * Give one segment a colour, whatever tool is in hand.
   * @param {number} drawing
   * @param {number} label
   * @param {{entry: number, tone: number}} paint
   * @returns {boolean} false: it may not be
   */
  paint(drawing, label, paint) {
    const painting = this.desk.paintings.get(drawing);
    if (!painting || !this.desk.canPaint) return false;
    const before = { entry: [painting.entry[label]], tone: [painting.tone[label]] };
    const deed = this.#deed({ drawing, segments: [label], paint }, painting.labels);
    this.desk.paintings.expect(deed);
    this.history.did(deed, before);
    this.outbox.put(deed);
    this.desk.changed.emit("history");
    return true;
  }

  /** Again what a closed tab left unsent. */
  resend() {
    for (const deed of this.outbox.left()) {
      this.desk.paintings.expect(deed);
      this.outbox.put(deed);
    }
  }

  async undo() {
    if (!this.history.canUndo && this.desk.drawing) await this.#remember(this.desk.drawing);
    this.#again(this.history.undo());
  }

  redo() {
    this.#again(this.history.redo());
  }

  /** @param {T.Deed[] | Switch | null} again */
  #again(again) {
    this.desk.changed.emit("history");
    if (again && "what" in again) {
      const { closures, parts, notes } = this.desk;
      return void { closure: closures, stroke: parts, note: notes }[again.what].switch(again.id, again.drawing, again.active);
    }
    if (!again) {
      toast(_("There is nothing of yours left to undo on this drawing."));
      return;
    }
    // What lies before one's eyes stays there when it is among what changes.
    if (!again.some(({ drawing }) => drawing === this.desk.drawing?.id)) this.desk.show(again[0].drawing);
    for (const deed of again) {
      this.desk.paintings.expect(deed);
      this.outbox.put(deed);
    }
  }

  /** What this person did here before the page was opened. @param {T.Drawing} drawing */
  async #remember(drawing) {
    const painting = this.desk.paintings.get(drawing.id);
    if (!painting || this.#remembered.has(drawing.id)) return;
    this.#remembered.add(drawing.id);
    try {
      this.history.remember(stepsOf(drawing.id, painting, await drawings.corrections(drawing.id), this.desk.user.id));
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      this.#remembered.delete(drawing.id);
      toast(problem.message, "error");
    }
  }

  /** @param {T.Deed} deed @param {Error} error */
  #takeBack(deed, error) {
    this.history.forget(deed.client);
    this.desk.paintings.drop(deed);
    this.desk.changed.emit("history");
    toast(_("Not saved, and taken back: {reason}", { reason: error.message }), "error");
  }

  /**
   * The stream's own echo settles a deed. Where none can come (it was sent twice, or the echo was missed), ask.
   * @param {T.Deed} deed
   * @param {boolean} repeated
   */
  #confirm(deed, repeated) {
    const settle = async () => {
      if (!this.desk.paintings.awaits(deed)) return;
      await this.refresh(deed.drawing);
      this.desk.paintings.drop(deed);
    };
    setTimeout(settle, repeated ? 0 : ECHO);
  }

  /** All drawings: what is painted means something else now. */
  async refreshAll() {
    const cut = this.desk.shot.levels.flatMap((level) => level.drawings).filter(({ labels_url }) => labels_url);
    await Promise.all(cut.map(({ id }) => this.refresh(id)));
  }

  /** @param {number} drawing */
  async refresh(drawing) {
    try {
      await this.desk.paintings.refresh(drawing, drawings.painting);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (!problem.passing) toast(problem.message, "error");
    }
  }
}
