// @ts-check
/**
 * The painter's desk: which shot and frame lie on it, and how they are looked at. What the painter holds is in `kit`,
 * what is painted in `work`, what the stage shows in `showing`. Commands and panels use this and nothing else.
 */
import { ApiError, shots } from "../api.js";
import { toast } from "../components/toast.js";
import { segmentAt } from "../canvas/labels.js";
import { inScene } from "../canvas/scenes.js";
import { Signal } from "../signal.js";
import { Closures } from "./closures.js";
import { Carried } from "./carried.js";
import { Fence } from "./fence.js";
import { Gaps } from "./gaps.js";
import { Kit } from "./kit.js";
import { Light } from "./light.js";
import { Notes } from "./notes.js";
import { Paintings } from "./paintings.js";
import { PartStrokes } from "./part_strokes.js";
import { Playback } from "./playback.js";
import { loadPrefs, savePrefs } from "./prefs.js";
import { Queue } from "./queue.js";
import { Selection } from "./selection.js";
import { Showing } from "./showing.js";
import { Stage } from "./stage.js";
import { Stroke } from "./stroke.js";
import { casts, drawingAt, whereIs } from "./timesheet.js";
import { nextUnsure } from "./unsure.js";
import { Work } from "./work.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Layer } from "./layer.js" */
/** @import { Loader } from "./loader.js" */
/** @import { Mark } from "./stage.js" */

/** @typedef {"frame" | "tool" | "colour" | "view" | "run" | "sheet" | "play" | "history" | "mark" | "connection" | "shot" | "gaps" | "closures" | "parts" | "queue" | "light" | "notes"} Aspect */

export class Desk {
  /** @type {Signal<Aspect>} */
  changed = new Signal();
  /** A drawing's picture on the server is newer than before. @type {Signal<{drawing: number, soon: boolean}>} */
  revised = new Signal();

  /** Something that is not on the desk itself is wanted. @type {Signal<"find" | "export" | "timesheet" | "help" | "sheet" | "replace">} */
  asked = new Signal();

  paintings = new Paintings();
  light = new Light(this);
  stage = new Stage({
    light: (context, scratch) => this.light.draw(context, scratch),
    scene: () => this.showing.scene(),
    strokes: () => [...(this.closures?.strokes() ?? []), ...(this.fence?.strokes() ?? [])],
    parts: () => this.parts?.shown() ?? [],
    pins: () => this.notes?.pins() ?? [],
    provisional: () => this.showing?.provisional() ?? [],
    chosen: () => this.selection?.shown() ?? [],
  });
  stroke = new Stroke(this);
  playback = new Playback(this);
  prefs = loadPrefs();

  frame = 1;
  /** A drawing on the stage that no frame of the timesheet shows. @type {T.Drawing | null} */
  aside = null;
  /** In which light the shot is looked at; null = by day. @type {number | null} */
  scene = null;
  /** The sheet's entries in that light. @type {T.Entry[]} */
  entries = [];
  /** @type {"paint" | "confidence" | "leaks"} */
  look = "paint";
  /** @type {Mark | null} */
  hover = null;
  /** @type {Mark | null} */
  marked = null;
  /** @type {"new" | "live" | "away" | "refused"} */
  connection = "new";
  /** Number of the last event that came in. */
  heard = 0;

  /** @type {Map<number, number>} */
  #revisions = new Map();

  /**
   * @param {T.Shot} shot
   * @param {T.Sheet} sheet
   * @param {T.User} user
   * @param {Loader} loader
   */
  constructor(shot, sheet, user, loader) {
    this.shot = shot;
    this.sheet = sheet;
    this.scene = shot.scene;
    this.entries = inScene(sheet.entries, this.#scene);
    this.user = user;
    this.level = shot.levels.at(-1) ?? null;
    this.kit = new Kit(this);
    this.work = new Work(this);
    this.showing = new Showing(this, loader);
    this.gaps = new Gaps(this);
    this.closures = new Closures(this);
    this.parts = new PartStrokes(this);
    this.notes = new Notes(this);
    this.queue = new Queue(this);
    this.carried = new Carried(this);
    this.fence = new Fence(this);
    this.selection = new Selection(this);
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
    return this.level && this.drawingOf(this.level);
  }

  /** What a level shows now. @param {T.Level} level @returns {T.Drawing | null} */
  drawingOf(level) {
    if (this.playback.playing) return drawingAt(level, this.playback.frame);
    return this.aside && level === this.level ? this.aside : drawingAt(level, this.frame);
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
    return this.entries.find((entry) => entry.key === key);
  }

  get #scene() {
    return this.sheet.scenes.find(({ id }) => id === this.scene);
  }

  /** Names the state of a drawing's picture. @param {number} drawing */
  version(drawing) {
    return `${this.shot.event}.${this.#revisions.get(drawing) ?? 0}.${this.scene ?? 0}`;
  }

  /** @param {number} drawing @param {boolean} [soon] false: more is likely to follow at once */
  revise(drawing, soon = true) {
    this.#revisions.set(drawing, (this.#revisions.get(drawing) ?? 0) + 1);
    this.revised.emit({ drawing, soon });
  }

  /** @param {number} frame */
  goTo(frame) {
    this.frame = Math.max(1, Math.min(this.shot.frames, frame));
    this.aside = null;
    this.#turned();
  }

  #turned() {
    this.hover = this.marked = null;
    this.stage.mark(null, null);
    this.stage.request();
    this.changed.emit("frame");
    void this.showing.bringIn();
  }

  /** Where a drawing first shows; one that the timesheet leaves out shows by itself. @param {number} drawing */
  show(drawing) {
    const place = whereIs(this.shot, drawing);
    if (!place || this.drawing?.id === drawing) return;
    this.level = place.level;
    if (place.frame !== null) return this.goTo(place.frame);
    this.aside = this.drawingById(drawing) ?? null;
    this.#turned();
  }

  /** The next or previous drawing of the active level: holds are stepped over. @param {1 | -1} direction */
  step(direction) {
    const level = this.level;
    if (!level) return;
    if (this.aside) return this.#stepAside(direction);
    const starts = level.exposures.filter(([, id]) => id !== null).map(([frame]) => frame);
    const here = starts.findLast((frame) => frame <= this.frame) ?? 0;
    const next = direction > 0 ? starts.find((frame) => frame > this.frame) : starts.findLast((frame) => frame < here);
    if (next !== undefined) this.goTo(next);
    else if (direction > 0) this.#stepAside(1);
  }

  /** Among the drawings that the timesheet leaves out, and back. @param {1 | -1} direction */
  #stepAside(direction) {
    if (!this.level) return;
    const left = casts(this.level, this.shot.frames).filter(({ spans }) => spans.length === 0);
    const at = left.findIndex(({ drawing }) => drawing === this.aside) + direction;
    if (at < 0) this.goTo(this.shot.frames);
    else if (left[at]) this.show(left[at].drawing.id);
  }

  /** The shot as it is now: its timesheet, its name. @param {T.Shot} shot */
  useShot(shot) {
    const { id } = this.level ?? {};
    const aside = this.aside?.id;
    this.shot = shot;
    this.level = shot.levels.find((level) => level.id === id) ?? shot.levels.at(-1) ?? null;
    this.frame = Math.min(this.frame, shot.frames);
    this.aside = null;
    this.changed.emit("shot");
    if (aside !== undefined) this.show(aside);
    else this.goTo(this.frame);
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
    const { activeTool } = this.kit;
    if (activeTool === "closures" || this.closures.hover) this.closures.hoverAt(activeTool === "closures" ? point : null);
    if (activeTool === "rub" || this.parts.hover) this.parts.hoverAt(activeTool === "rub" ? point : null);
    const paints = activeTool === "bucket" || activeTool === "eraser" || activeTool === "dropper" || activeTool === "select";
    const pinned = this.notes.hoverAt(point);
    const hit = point && !pinned && !this.playback.playing && paints ? this.stroke.hit(point) : null;
    if (hit?.label === this.hover?.label && hit?.layer === this.hover?.layer) return;
    this.hover = hit;
    this.stage.mark(this.hover, this.marked);
    this.changed.emit("mark");
  }

  /** @param {T.StagePoint} point @returns {T.Point} the pixel there, within the drawing */
  pixelAt(point) {
    const { wx, wy } = this.stage.view.toWorld(point);
    const { width = 1, height = 1 } = this.level ?? {};
    return [Math.max(0, Math.min(width - 1, Math.floor(wx))), Math.max(0, Math.min(height - 1, Math.floor(wy)))];
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

  /** Other colours, or another sheet. @param {Partial<T.Sheet>} change */
  useSheet(change) {
    this.sheet = { ...this.sheet, ...change };
    this.lookIn(this.#scene ? this.scene : null, false);
  }

  /**
   * Look at the shot in another light: it is only recoloured.
   * @param {number | null} scene null = by day
   * @param {boolean} [soon] false: its colours are being tried, more is likely to follow at once
   */
  lookIn(scene, soon = true) {
    this.scene = scene;
    this.entries = inScene(this.sheet.entries, this.#scene);
    // Until paintings are told of an entry that is gone, it already looks like its successor.
    const gone = Object.entries(this.sheet.successors).flatMap(([key, heir]) => this.entries.filter((entry) => entry.key === heir).map((entry) => ({ ...entry, key: Number(key) })));
    this.showing.useEntries([...this.entries, ...gone]);
    for (const { id } of this.shot.levels.flatMap((level) => level.drawings)) this.revise(id, soon);
    this.changed.emit("sheet");
  }

  /** @param {1 | -1} direction */
  findUnsure(direction) {
    const found = nextUnsure(this, direction);
    if (!found) {
      toast(_("Nothing unsure is left in this shot's drawings."), "good");
      return;
    }
    this.show(found.drawing.id);
    void this.#layerOf(found.drawing.id).then((layer) => layer && this.#mark(layer, found.label));
  }

  /** Bring a segment into sight and mark it. @param {number} drawing @param {T.WorldPoint} point in it */
  async markAt(drawing, point) {
    const layer = await this.#layerOf(drawing);
    const label = layer ? segmentAt(layer.labels, layer.width, layer.height, point, 2) : 0;
    if (layer && label !== 0) this.#mark(layer, label);
  }

  /** The same by its number. @param {number} drawing @param {number} label */
  async markSegment(drawing, label) {
    const layer = await this.#layerOf(drawing);
    if (layer && label <= layer.count) this.#mark(layer, label);
  }

  /** @param {number} id @returns {Promise<Layer | null>} null = it shows no more */
  async #layerOf(id) {
    const drawing = this.drawingById(id);
    if (!drawing || !this.level) return null;
    await this.showing.load(drawing, this.level);
    return this.drawing?.id === id ? this.layer : null;
  }

  /** @param {Layer} layer @param {number} label */
  #mark(layer, label) {
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
