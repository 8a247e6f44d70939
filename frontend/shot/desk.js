// @ts-check
/**
 * The painter's desk: which shot and frame lie on it, and how they are looked at. What the painter holds is in `kit`,
 * what is painted in `work`, what the stage shows in `showing`. Commands and panels use this and nothing else.
 */
import { ApiError, shots } from "../api.js";
import { toast } from "../components/toast.js";
import { Signal } from "../signal.js";
import { Kit } from "./kit.js";
import { Paintings } from "./paintings.js";
import { Playback } from "./playback.js";
import { loadPrefs, savePrefs } from "./prefs.js";
import { Showing } from "./showing.js";
import { Stage } from "./stage.js";
import { Stroke } from "./stroke.js";
import { drawingAt, whereIs } from "./timesheet.js";
import { nextUnsure } from "./unsure.js";
import { Work } from "./work.js";

/** @import * as T from "../types.js" */
/** @import { Layer } from "./layer.js" */
/** @import { Mark } from "./stage.js" */

/** @typedef {"frame" | "tool" | "colour" | "view" | "run" | "sheet" | "play" | "history" | "mark" | "connection"} Aspect */

export class Desk {
  /** @type {Signal<Aspect>} */
  changed = new Signal();
  /** A drawing's picture on the server is newer than before. @type {Signal<{drawing: number, soon: boolean}>} */
  revised = new Signal();

  /** Something that is not on the desk itself is wanted. @type {Signal<"find" | "export" | "help">} */
  asked = new Signal();

  paintings = new Paintings();
  stage = new Stage(() => this.showing.scene());
  stroke = new Stroke(this);
  playback = new Playback(this);
  prefs = loadPrefs();

  frame = 1;
  /** @type {"paint" | "confidence" | "leaks"} */
  look = "paint";
  /** @type {Mark | null} */
  hover = null;
  /** @type {Mark | null} */
  marked = null;
  /** @type {"new" | "live" | "away" | "refused"} */
  connection = "new";

  /** @type {Map<number, number>} */
  #revisions = new Map();

  /**
   * @param {T.Shot} shot
   * @param {T.Sheet} sheet
   * @param {T.User} user
   */
  constructor(shot, sheet, user) {
    this.shot = shot;
    this.sheet = sheet;
    this.user = user;
    this.level = shot.levels.at(-1) ?? null;
    this.kit = new Kit(this);
    this.work = new Work(this);
    this.showing = new Showing(this);
    this.playback.fps = this.prefs.fps;
  }

  // --- what is on the desk ---

  get role() {
    return this.shot.role;
  }

  get canPaint() {
    return this.role !== "viewer";
  }

  get running() {
    return this.shot.run !== null && (this.shot.run.status === "queued" || this.shot.run.status === "running");
  }

  /** The drawing that the active level shows now. @returns {T.Drawing | null} */
  get drawing() {
    return this.level && drawingAt(this.level, this.frame);
  }

  /** @returns {Layer | null} the active drawing, when it has been brought in */
  get layer() {
    return (this.drawing && this.showing.loader.get(this.drawing.id)) ?? null;
  }

  /** @param {number} id @returns {T.Drawing | undefined} */
  drawingById(id) {
    return this.shot.levels.flatMap((level) => level.drawings).find((drawing) => drawing.id === id);
  }

  /** @param {number} key @returns {T.Entry | undefined} */
  entryOf(key) {
    return this.sheet.entries.find((entry) => entry.key === key);
  }

  /** Names the state of a drawing's picture. @param {number} drawing */
  version(drawing) {
    return `${this.shot.event}.${this.#revisions.get(drawing) ?? 0}`;
  }

  /** @param {number} drawing @param {boolean} [soon] false: more is likely to follow at once */
  revise(drawing, soon = true) {
    this.#revisions.set(drawing, (this.#revisions.get(drawing) ?? 0) + 1);
    this.revised.emit({ drawing, soon });
  }

  /** @param {number} frame */
  goTo(frame) {
    this.frame = Math.max(1, Math.min(this.shot.frames, frame));
    this.hover = this.marked = null;
    this.stage.mark(null, null);
    this.stage.request();
    this.changed.emit("frame");
    void this.showing.bringIn();
  }

  /** The first frame that shows a drawing. @param {number} drawing */
  show(drawing) {
    const place = whereIs(this.shot, drawing);
    if (!place || this.drawing?.id === drawing) return;
    this.level = place.level;
    this.goTo(place.frame);
  }

  /** The next or previous drawing of the active level: holds are stepped over. @param {1 | -1} direction */
  step(direction) {
    const level = this.level;
    if (!level) return;
    const starts = level.exposures.filter(([, id]) => id !== null).map(([frame]) => frame);
    const here = starts.findLast((frame) => frame <= this.frame) ?? 0;
    const next = direction > 0 ? starts.find((frame) => frame > this.frame) : starts.findLast((frame) => frame < here);
    if (next !== undefined) this.goTo(next);
  }

  /** @param {T.Level} level */
  chooseLevel(level) {
    this.level = level;
    this.goTo(this.frame);
  }

  /** @param {1 | -1} direction */
  stepLevel(direction) {
    const levels = [...this.shot.levels].sort((a, b) => a.order - b.order);
    const next = levels[levels.findIndex((level) => level === this.level) + direction];
    if (next) this.chooseLevel(next);
  }

  unmark() {
    this.marked = null;
    this.stage.mark(this.hover, null);
    this.changed.emit("mark");
  }

  /** @param {T.StagePoint | null} point */
  hoverAt(point) {
    const hit = point && !this.playback.playing && this.kit.activeTool !== "hand" ? this.stroke.hit(point) : null;
    if (hit?.label === this.hover?.label && hit?.layer === this.hover?.layer) return;
    this.hover = hit;
    this.stage.mark(this.hover, this.marked);
    this.changed.emit("mark");
  }

  /** @param {Partial<import("./prefs.js").Prefs>} change */
  prefer(change) {
    Object.assign(this.prefs, change);
    savePrefs(this.prefs);
    this.stage.request();
    this.changed.emit("view");
    if (change.onion) void this.showing.bringIn();
  }

  /** The other look, or back to the paint. @param {"confidence" | "leaks"} look */
  lookAt(look) {
    this.look = this.look === look ? "paint" : look;
    this.stage.request();
    this.changed.emit("view");
  }

  /** @param {T.Entry[]} entries */
  useEntries(entries) {
    this.sheet = { ...this.sheet, entries };
    this.showing.useEntries(entries);
    for (const { id } of this.shot.levels.flatMap((level) => level.drawings)) this.revise(id);
    this.changed.emit("sheet");
  }

  /** @param {1 | -1} direction */
  findUnsure(direction) {
    const found = nextUnsure(this, direction);
    if (!found) {
      toast("Nothing unsure is left in this shot's drawings.", "good");
      return;
    }
    if (found.frame !== this.frame) this.goTo(found.frame);
    void this.#markWhenHere(found.drawing, found.label);
  }

  /**
   * @param {T.Drawing} drawing
   * @param {number} label
   */
  async #markWhenHere(drawing, label) {
    if (!this.level) return;
    await this.showing.load(drawing, this.level);
    const layer = this.showing.loader.get(drawing.id);
    if (!layer || this.drawing?.id !== drawing.id) return;
    this.marked = { layer, label };
    const at = 4 * label;
    const [x, y, right, bottom] = layer.index.box.subarray(at, at + 4);
    this.stage.view.show({ x, y, width: right - x, height: bottom - y }, this.stage.size);
    this.stage.moved();
    this.stage.mark(this.hover, this.marked);
    this.changed.emit("mark");
  }

  // --- the shot ---

  /** @param {() => Promise<T.Run>} ask */
  async #changeRun(ask) {
    try {
      this.shot.run = await ask();
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      toast(problem.message, "error");
    }
    this.changed.emit("run");
  }

  startRun() {
    return this.#changeRun(() => shots.run(this.shot.id));
  }

  cancelRun() {
    const run = this.shot.run;
    return run ? this.#changeRun(() => shots.cancelRun(run.id)) : undefined;
  }
}
