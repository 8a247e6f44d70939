// @ts-check
/** What the painter holds: a tool, and a colour of the sheet in one of its tones. */
import { toneColor, TONES } from "../canvas/palette.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

/** @typedef {"bucket" | "dropper" | "eraser" | "hand" | "closures" | "join" | "parts" | "rub" | "lasso" | "rectangle" | "select" | "note"} Tool */

/** Tools that stay in hand when a colour is chosen. @type {Set<Tool>} */
const KEPT = new Set(["hand", "lasso", "rectangle", "select"]);

export class Kit {
  /** @type {Tool} */
  tool = "bucket";
  /** While a key is held. @type {Tool | null} */
  heldTool = null;
  /** @type {T.Tone} */
  tone = 0;
  onlyUnpainted = false;
  /** Does the bucket paint highlight and shadow with the base? */
  allTones = false;
  /** What a semantic stroke says. @type {T.Part} */
  part = "hair";

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    const opaque = desk.sheet.entries.find((entry) => !entry.normal.endsWith("00")); // not the background
    this.entry = (opaque ?? desk.sheet.entries[0])?.key ?? 0;
  }

  get activeTool() {
    return this.heldTool ?? this.tool;
  }

  toggleOnlyUnpainted() {
    this.onlyUnpainted = !this.onlyUnpainted;
    this.desk.changed.emit("tool");
  }

  toggleAllTones() {
    this.allTones = !this.allTones;
    this.desk.changed.emit("tool");
  }

  /** What the tool in hand puts on. */
  get paint() {
    return this.activeTool === "eraser" ? { entry: 0, tone: 0 } : { entry: this.entry, tone: this.tone };
  }

  /** @param {Tool} tool */
  chooseTool(tool) {
    this.tool = tool;
    this.desk.changed.emit("tool");
  }

  /** Semantic strokes in hand. @param {T.Part} part */
  choosePart(part) {
    this.part = part;
    if (!this.desk.prefs.parts) this.desk.prefer({ parts: true }); // who draws wants to see it
    this.chooseTool("parts");
  }

  /** @param {Tool | null} tool */
  holdTool(tool) {
    if (this.heldTool === tool) return;
    this.heldTool = tool;
    this.desk.changed.emit("tool");
  }

  /** @param {number} entry @param {T.Tone} [tone] */
  chooseColour(entry, tone = 0) {
    this.entry = entry;
    this.tone = tone;
    if (!KEPT.has(this.tool)) this.tool = "bucket";
    this.desk.changed.emit("colour");
    this.desk.changed.emit("tool");
  }

  /** @param {number} tone */
  hasTone(tone) {
    const entry = this.desk.entryOf(this.entry);
    return entry !== undefined && entry[TONES[tone]] !== null;
  }

  stepTone() {
    for (let i = 1; i <= 4; i++) {
      const tone = /** @type {T.Tone} */ ((this.tone + i) % 4);
      if (this.hasTone(tone)) return this.chooseColour(this.entry, tone);
    }
  }

  /** @param {1 | -1} direction */
  stepColour(direction) {
    const entries = this.desk.entries;
    const at = entries.findIndex((entry) => entry.key === this.entry);
    const next = entries[(at + direction + entries.length) % entries.length];
    if (next) this.chooseColour(next.key);
  }

  /** The chosen colour as "#rrggbbaa". */
  get colour() {
    const entry = this.desk.entryOf(this.entry);
    return entry ? toneColor(entry, this.tone) : null;
  }

  /** @param {T.StagePoint} point */
  pickAt(point) {
    const hit = this.desk.stroke.hit(point);
    const painting = hit && this.desk.paintings.get(hit.layer.drawing);
    if (!hit || !painting || painting.entry[hit.label] === 0) return;
    const back = this.tool;
    this.chooseColour(painting.entry[hit.label], /** @type {T.Tone} */ (painting.tone[hit.label]));
    if (this.heldTool) this.chooseTool(back);
  }
}
