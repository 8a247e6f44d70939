// @ts-check
/** The closures of gaps: seen, switched off and on, drawn by hand. They lie beside the artist's lines, never in them. */
import { closures, drawings } from "../api.js";
import { thinned } from "../canvas/strokes.js";
import { toast } from "../components/toast.js";
import { tried } from "../components/tried.js";
import { KeptStrokes } from "./kept_strokes.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */
/** @import { GapStroke } from "./strokes.js" */

const REACH = 7; // CSS pixels that a hand may miss by

/** @extends {KeptStrokes<T.Closure>} */
export class Closures extends KeptStrokes {
  /** Closing strokes on their way to the server. @type {{drawing: number, points: T.Polyline}[]} */
  #sent = [];
  /** The stroke under the pen. @type {{drawing: number, points: T.Polyline} | null} */
  #draft = null;

  /** @param {Desk} desk */
  constructor(desk) {
    super(desk, {
      told: "closures",
      wake: ["frame", "tool", "view", "gaps"],
      reach: REACH,
      ask: async (drawing) => (await drawings.closures(drawing)).closures,
    });
  }

  /** Does the painter look at them now? @override */
  get visible() {
    const { kit, gaps, look, playback } = this.desk;
    if (playback.playing) return false;
    return gaps.open || look === "leaks" || kit.activeTool === "closures" || kit.activeTool === "join";
  }

  /** What the stage draws over the drawing in view. @returns {GapStroke[]} */
  strokes() {
    const id = this.desk.drawing?.id;
    if (id === undefined || !this.visible) return [];
    const preview = this.desk.gaps.previewOf(id);
    const kept = preview ? this.of(id).filter(({ by }) => by !== null) : this.of(id);
    /** @type {GapStroke[]} */
    const strokes = kept.map((closure) => ({
      points: closure.points,
      look: closure.active ? (closure.by ? "hand" : "on") : "off",
      near: closure === this.hover,
    }));
    for (const { points } of preview ?? []) strokes.push({ points, look: "preview", near: false });
    for (const { drawing, points } of this.#sent) if (drawing === id) strokes.push({ points, look: "hand", near: true });
    if (this.#draft?.drawing === id) strokes.push({ points: this.#draft.points, look: "hand", near: true });
    return strokes;
  }

  /** What a preview shows is not there yet. @override @protected @param {T.StagePoint} point @returns {T.Closure | null} */
  at(point) {
    const id = this.desk.drawing?.id;
    return id !== undefined && this.desk.gaps.previewOf(id) ? null : super.at(point);
  }

  /** Switch what is under the cursor. @param {T.StagePoint} point */
  switchAt(point) {
    const found = this.at(point);
    const drawing = this.desk.drawing;
    if (!found || !drawing || !this.#mayCut()) return;
    this.desk.work.history.switched("closure", found.id, drawing.id, !found.active);
    void this.switch(found.id, drawing.id, !found.active);
  }

  /** @param {number} id @param {number} drawing @param {boolean} active */
  async switch(id, drawing, active) {
    this.desk.show(drawing);
    const known = this.of(drawing).find((closure) => closure.id === id);
    if (known) known.active = active;
    this.desk.stage.drawOverlay();
    this.desk.changed.emit("history");
    if (await tried(() => closures.change(id, active))) return;
    if (known) known.active = !active;
    this.desk.stage.drawOverlay();
  }

  /** @param {T.StagePoint} point */
  begin(point) {
    const { drawing } = this.desk;
    if (drawing && this.#mayCut()) this.#draft = { drawing: drawing.id, points: [this.desk.pixelAt(point)] };
  }

  /** @param {T.StagePoint} point */
  move(point) {
    this.#draft?.points.push(this.desk.pixelAt(point));
    this.desk.stage.drawOverlay();
  }

  cancel() {
    this.#draft = null;
    this.desk.stage.drawOverlay();
  }

  async end() {
    const draft = this.#draft;
    this.#draft = null;
    const points = thinned(draft?.points ?? []);
    if (!draft || points.length < 2) return this.desk.stage.drawOverlay();
    const sent = { drawing: draft.drawing, points };
    this.#sent.push(sent);
    const made = await tried(() => drawings.addClosure(sent.drawing, points, crypto.randomUUID()));
    this.#sent = this.#sent.filter((other) => other !== sent);
    if (made) {
      this.desk.work.history.switched("closure", made.id, sent.drawing, true);
      this.known.set(sent.drawing, [...this.of(sent.drawing).filter(({ id }) => id !== made.id), made]);
      this.desk.changed.emit("history");
    }
    this.desk.changed.emit("closures");
    this.desk.stage.drawOverlay();
  }

  #mayCut() {
    if (this.desk.canPaint) return true;
    toast(_("You may look at this production, not close its gaps. Ask a supervisor for the painter's role."));
    return false;
  }
}
