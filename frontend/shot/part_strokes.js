// @ts-check
/**
 * Semantic strokes: rough strokes that say what is hair, skin or neither. The server keeps each and colours its drawing
 * again. They lie beside the drawing and stay where they are when it is cut anew.
 */
import { drawings, strokes } from "../api.js";
import { thinned } from "../canvas/strokes.js";
import { toast } from "../components/toast.js";
import { tried } from "../components/tried.js";
import { KeptStrokes } from "./kept_strokes.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */
/** @import { PartLook } from "./part_look.js" */

/** @typedef {{drawing: number, part: T.Part, points: T.Polyline}} Draft */

const REACH = 9; // CSS pixels that a hand may miss by

/** @extends {KeptStrokes<T.PartStroke>} */
export class PartStrokes extends KeptStrokes {
  /** On their way to the server. @type {Draft[]} */
  #sent = [];
  /** The stroke under the pen. @type {Draft | null} */
  #draft = null;
  /** Drawings that this person's strokes have coloured again just now. @type {Set<number>} */
  #colouring = new Set();

  /** @param {Desk} desk */
  constructor(desk) {
    super(desk, {
      told: "parts",
      wake: ["frame", "view", "tool", "play"],
      reach: REACH,
      ask: async (drawing) => (await drawings.strokes(drawing)).strokes,
    });
  }

  /** Does the painter look at them now? @override */
  get visible() {
    return this.desk.prefs.parts && !this.desk.playback.playing;
  }

  /** Is the drawing in view being coloured by its strokes? */
  get colouring() {
    return this.#colouring.has(this.desk.drawing?.id ?? 0);
  }

  /** @override @param {number} drawing @returns {T.PartStroke[]} in force */
  of(drawing) {
    return super.of(drawing).filter(({ active }) => active);
  }

  /** What the stage draws over the drawing in view. @returns {PartLook[]} */
  shown() {
    const id = this.desk.drawing?.id;
    if (id === undefined || !this.visible) return [];
    const fresh = this.#draft ? [...this.#sent, this.#draft] : this.#sent;
    return [
      ...this.of(id).map((stroke) => ({ ...stroke, near: stroke === this.hover })),
      ...fresh.filter(({ drawing }) => drawing === id).map((draft) => ({ ...draft, near: false })),
    ];
  }

  /** The server has coloured a drawing, or says why it cannot. @param {number} drawing @param {string} [refusal] */
  coloured(drawing, refusal) {
    if (this.#colouring.delete(drawing) && refusal) toast(_("The strokes are kept, but colour nothing yet: {reason}", { reason: refusal }), "error");
    this.desk.changed.emit("parts");
  }

  /** @param {T.StagePoint} point */
  begin(point) {
    const { desk } = this;
    if (!desk.drawing || !this.#mayDraw()) return;
    this.#draft = { drawing: desk.drawing.id, part: desk.kit.part, points: [desk.pixelAt(point)] };
    desk.stage.drawOverlay();
  }

  /** @param {T.StagePoint} point */
  move(point) {
    this.#draft?.points.push(this.desk.pixelAt(point));
  }

  cancel() {
    this.#draft = null;
    this.desk.stage.drawOverlay();
  }

  async end() {
    const draft = this.#draft;
    this.#draft = null;
    if (!draft) return;
    const sent = { ...draft, points: thinned(draft.points) };
    this.#sent.push(sent);
    this.#colouring.add(sent.drawing);
    this.desk.changed.emit("parts");
    const { part, points } = sent;
    const made = await tried(() => drawings.addStroke(sent.drawing, { part, points, client: crypto.randomUUID() }));
    this.#sent = this.#sent.filter((other) => other !== sent);
    if (!made) return this.coloured(sent.drawing);
    this.desk.work.history.switched("stroke", made.id, sent.drawing, true);
    this.use(sent.drawing, [...super.of(sent.drawing).filter(({ id }) => id !== made.id), made]);
    this.desk.changed.emit("history");
  }

  /** Rub out what is there. @param {T.StagePoint} point */
  rubAt(point) {
    const found = this.at(point);
    const drawing = this.desk.drawing;
    if (!found || !drawing || !this.#mayDraw()) return;
    this.desk.work.history.switched("stroke", found.id, drawing.id, false);
    void this.switch(found.id, drawing.id, false);
  }

  /** @param {number} id @param {number} drawing @param {boolean} active */
  async switch(id, drawing, active) {
    this.desk.show(drawing);
    this.#colouring.add(drawing);
    this.#mark(drawing, id, active);
    this.desk.changed.emit("history");
    const answer = await tried(() => strokes.change(id, active));
    if (answer) return void (super.of(drawing).some((stroke) => stroke.id === id) || this.stale(drawing));
    this.#mark(drawing, id, !active);
    this.coloured(drawing);
  }

  /** Show it, or no longer, before the server says so. @param {number} drawing @param {number} id @param {boolean} active */
  #mark(drawing, id, active) {
    const all = super.of(drawing);
    this.use(drawing, all.map((stroke) => (stroke.id === id ? { ...stroke, active } : stroke)));
  }

  #mayDraw() {
    if (this.desk.canPaint) return true;
    toast(_("You may look at this production, not draw in it. Ask a supervisor for the painter's role."));
    return false;
  }
}
