// @ts-check
/** The painter's desk: what is on it, and what a person can do there. Commands and panels use this and nothing else. */
import { ApiError, drawings, shots } from "../api.js";
import { toast } from "../components/toast.js";
import { paletteTable, toneColor, TONES } from "../canvas/palette.js";
import { Signal } from "../signal.js";
import { History, stepsOf } from "./history.js";
import { Loader } from "./loader.js";
import { Outbox } from "./outbox.js";
import { Paintings } from "./paintings.js";
import { PAPERS } from "./papers.js";
import { Playback } from "./playback.js";
import { loadPrefs, savePrefs } from "./prefs.js";
import { Proxies } from "./proxies.js";
import { Stage } from "./stage.js";
import { Stroke } from "./stroke.js";
import { drawingAt, whereIs } from "./timesheet.js";
import { nextUnsure } from "./unsure.js";

/** @import * as T from "../types.js" */
/** @import { Layer } from "./layer.js" */
/** @import { Scene, Mark } from "./stage.js" */

/** @typedef {"bucket" | "dropper" | "eraser" | "hand"} Tool */
/** @typedef {"frame" | "tool" | "colour" | "view" | "run" | "sheet" | "play" | "history" | "mark" | "connection"} Aspect */

const BEFORE = "#e8590c"; // onion skin of the drawing before: warm
const AFTER = "#1c7ed6"; // and of the one after: cold
const LEAFING = 120; // ms on one frame that mean: only passing through

export class Desk {
  /** @type {Signal<Aspect>} */
  changed = new Signal();
  /** A drawing's picture on the server is newer than before. @type {Signal<{drawing: number, soon: boolean}>} */
  revised = new Signal();

  /** Something that is not on the desk itself is wanted. @type {Signal<"find" | "export" | "help">} */
  asked = new Signal();

  paintings = new Paintings();
  history = new History();
  loader = new Loader();
  proxies = new Proxies();
  stage = new Stage(() => this.scene());
  stroke = new Stroke(this);
  playback = new Playback(this);
  prefs = loadPrefs();

  frame = 1;
  /** @type {Tool} */
  tool = "bucket";
  /** While a key is held. @type {Tool | null} */
  heldTool = null;
  entry = 0;
  /** @type {T.Tone} */
  tone = 0;
  heated = false;
  onlyUnpainted = false;
  /** @type {Mark | null} */
  hover = null;
  /** @type {Mark | null} */
  marked = null;
  /** @type {"new" | "live" | "away" | "refused"} */
  connection = "new";

  #table;
  #tableVersion = 0;
  /** @type {Map<number, number>} */
  #revisions = new Map();
  /** @type {Map<number, HTMLImageElement>} small pictures that the filmstrip has loaded */
  thumbnails = new Map();
  /** @type {Map<number, HTMLImageElement>} line art of drawings that have no segments (yet) */
  #lineArt = new Map();
  #remembered = new Set();
  #arrived = 0;

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
    this.#table = paletteTable(sheet.entries);
    const opaque = sheet.entries.find((entry) => !entry.normal.endsWith("00")); // not the background
    this.entry = (opaque ?? sheet.entries[0])?.key ?? 0;
    this.outbox = new Outbox(user.id, shot.id);
    this.playback.fps = this.prefs.fps;
    this.paintings.changed.on(({ drawing, segments }) => this.#repaint(drawing, segments));
    this.outbox.refused.on(({ deed, error }) => this.#takeBack(deed, error));
    this.outbox.accepted.on(({ deed, repeated }) => this.#confirm(deed, repeated));
    this.outbox.sizes.on(() => this.changed.emit("connection"));
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

  get activeTool() {
    return this.heldTool ?? this.tool;
  }

  /** The drawing that the active level shows now. @returns {T.Drawing | null} */
  get drawing() {
    return this.level && drawingAt(this.level, this.frame);
  }

  /** @returns {Layer | null} the active drawing, when it has been brought in */
  get layer() {
    return (this.drawing && this.loader.get(this.drawing.id)) ?? null;
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

  // --- showing ---

  /** @returns {Scene} */
  scene() {
    const levels = [...this.shot.levels].sort((a, b) => a.order - b.order);
    const { width = 0, height = 0 } = levels[0] ?? {};
    const frame = this.playback.playing ? this.playback.frame : this.frame;
    return {
      width,
      height,
      paper: PAPERS[this.prefs.paper],
      cels: levels.map((level) => this.#cel(drawingAt(level, frame))),
      onion: this.prefs.onion && !this.playback.playing ? this.#onion() : [],
    };
  }

  /** @param {T.Drawing | null} drawing */
  #cel(drawing) {
    if (!drawing) return { fill: null, lines: null };
    const layer = this.loader.get(drawing.id);
    const painting = this.paintings.get(drawing.id);
    if (layer && painting && painting.entry.length > 0) {
      this.#freshen(layer, painting);
      return { fill: layer.canvas, lines: this.prefs.lines ? layer.lines : null };
    }
    if (layer) return { fill: null, lines: layer.lines };
    const thumbnail = this.thumbnails.get(drawing.id);
    return { fill: this.proxies.get(drawing.id) ?? thumbnail ?? this.#lineArt.get(drawing.id) ?? null, lines: null };
  }

  #onion() {
    const around = this.#neighbours();
    /** @type {[T.Drawing | undefined, string][]} */
    const skins = [[around[0], BEFORE], [around[1], AFTER]];
    return skins.flatMap(([drawing, tint]) => {
      const layer = drawing && this.loader.get(drawing.id);
      return layer ? [{ lines: layer.lines, tint }] : [];
    });
  }

  /** The drawings of the active level before and after this one. @returns {(T.Drawing | undefined)[]} */
  #neighbours() {
    if (!this.level || !this.drawing) return [];
    const shown = this.level.exposures.map(([, id]) => id).filter((id) => id !== null);
    const at = shown.indexOf(this.drawing.id);
    return [shown[at - 1], shown[at + 1]].map((id) => (id === undefined ? undefined : this.drawingById(id)));
  }

  /**
   * @param {Layer} layer
   * @param {T.Painting} painting
   */
  #freshen(layer, painting) {
    const stamp = `${this.#tableVersion}.${this.heated}`;
    if (layer.stamp === stamp || painting.entry.length !== layer.index.start.length - 1) return;
    layer.paintAll(painting, this.#table, this.heated);
    layer.stamp = stamp;
  }

  /**
   * @param {number} drawing
   * @param {number[] | null} segments
   */
  #repaint(drawing, segments) {
    const layer = this.loader.peek(drawing);
    const painting = this.paintings.get(drawing);
    if (layer && painting && segments && layer.stamp) {
      const box = layer.paint(painting, this.#table, this.heated, segments);
      if (this.#isShown(drawing) && !this.playback.playing) this.stage.drawBox(box);
    } else {
      if (layer) layer.stamp = "";
      if (this.#isShown(drawing)) this.stage.request();
    }
  }

  /** @param {number} drawing */
  #isShown(drawing) {
    return this.shot.levels.some((level) => drawingAt(level, this.frame)?.id === drawing);
  }

  /** @param {number} frame */
  goTo(frame) {
    this.frame = Math.max(1, Math.min(this.shot.frames, frame));
    this.hover = this.marked = null;
    this.stage.mark(null, null);
    this.stage.request();
    this.changed.emit("frame");
    void this.bringIn();
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

  /** Load what this frame shows, then what the painter is likely to ask for next. */
  async bringIn() {
    const frame = this.frame;
    const leafing = performance.now() - this.#arrived < LEAFING;
    this.#arrived = performance.now();
    if (leafing && !this.layer) {
      await new Promise((resolve) => setTimeout(resolve, LEAFING));
      if (this.frame !== frame) return; // leafed on: the thumbnail was enough
    }
    const here = this.shot.levels.map((level) => ({ level, drawing: drawingAt(level, frame) }));
    await Promise.all(here.map(({ level, drawing }) => drawing && this.#load(drawing, level)));
    for (const drawing of [...this.#neighbours()].reverse()) {
      if (this.frame !== frame || !drawing || !this.level) continue;
      await this.#load(drawing, this.level);
    }
    if (this.prefs.onion && this.frame === frame) this.stage.request();
  }

  /**
   * @param {T.Drawing} drawing
   * @param {T.Level} level
   */
  async #load(drawing, level) {
    if (!drawing.labels_url) return this.#loadLineArt(drawing);
    if (this.loader.has(drawing.id)) return;
    try {
      await this.loader.load(drawing, level);
    } catch (problem) {
      toast(`${drawing.file_name} could not be opened: ${problem instanceof Error ? problem.message : problem}`, "error");
      return;
    }
    if (!this.#isShown(drawing.id)) return;
    this.stage.request();
    this.changed.emit("frame");
  }

  /** @param {T.Drawing} drawing */
  #loadLineArt(drawing) {
    if (this.#lineArt.has(drawing.id)) return;
    const picture = new Image();
    picture.src = drawing.line_url;
    picture.onload = () => {
      this.#lineArt.set(drawing.id, picture);
      this.stage.request();
    };
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

  // --- colours and tools ---

  toggleOnlyUnpainted() {
    this.onlyUnpainted = !this.onlyUnpainted;
    this.changed.emit("tool");
  }

  /** @param {Tool} tool */
  chooseTool(tool) {
    this.tool = tool;
    this.changed.emit("tool");
  }

  /** @param {Tool | null} tool */
  holdTool(tool) {
    if (this.heldTool === tool) return;
    this.heldTool = tool;
    this.changed.emit("tool");
  }

  /** @param {number} entry @param {T.Tone} [tone] */
  chooseColour(entry, tone = 0) {
    this.entry = entry;
    this.tone = tone;
    if (this.tool === "eraser" || this.tool === "dropper") this.tool = "bucket";
    this.changed.emit("colour");
    this.changed.emit("tool");
  }

  /** @param {number} tone */
  hasTone(tone) {
    const entry = this.entryOf(this.entry);
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
    const entries = this.sheet.entries;
    const at = entries.findIndex((entry) => entry.key === this.entry);
    const next = entries[(at + direction + entries.length) % entries.length];
    if (next) this.chooseColour(next.key);
  }

  /** The chosen colour as "#rrggbbaa". */
  get colour() {
    const entry = this.entryOf(this.entry);
    return entry ? toneColor(entry, this.tone) : null;
  }

  /** @param {T.StagePoint} point */
  pickAt(point) {
    const hit = this.stroke.hit(point);
    const painting = hit && this.paintings.get(hit.layer.drawing);
    if (!hit || !painting || painting.entry[hit.label] === 0) return;
    const back = this.tool;
    this.chooseColour(painting.entry[hit.label], /** @type {T.Tone} */ (painting.tone[hit.label]));
    if (this.heldTool) this.chooseTool(back);
  }

  /** @param {T.StagePoint | null} point */
  hoverAt(point) {
    const hit = point && !this.playback.playing && this.activeTool !== "hand" ? this.stroke.hit(point) : null;
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
    if (change.onion) void this.bringIn();
  }

  toggleHeat() {
    this.heated = !this.heated;
    this.stage.request();
    this.changed.emit("view");
  }

  /** @param {T.Entry[]} entries */
  useEntries(entries) {
    this.sheet = { ...this.sheet, entries };
    this.#table = paletteTable(entries);
    this.#tableVersion++;
    this.stage.request();
    for (const { id } of this.shot.levels.flatMap((level) => level.drawings)) this.revise(id);
    this.changed.emit("sheet");
  }

  // --- painting ---

  /** May this person paint now? Says why not. */
  mayPaint() {
    if (!this.canPaint) toast("You may look at this production, not paint in it. Ask a supervisor for the painter's role.");
    else if (this.playback.playing) this.playback.stop();
    else if (this.activeTool === "bucket" && !this.entryOf(this.entry)) toast("Choose a colour of the sheet first.");
    else return true;
    return false;
  }

  /** @param {number} drawing @returns {T.Deed | null} that paints nothing yet */
  newDeed(drawing) {
    const painting = this.paintings.get(drawing);
    if (!painting || painting.entry.length === 0) return null;
    const erases = this.activeTool === "eraser";
    return {
      client: crypto.randomUUID(),
      drawing,
      labels: painting.labels,
      segments: [],
      look: { entry: [], tone: [] },
      paint: erases ? { entry: 0, tone: 0 } : { entry: this.entry, tone: this.tone },
      undoes: null,
      at: Date.now(),
    };
  }

  /** @param {T.Deed} deed that is shown already @param {T.Deed["look"]} before */
  send(deed, before) {
    this.history.did(deed, before);
    this.outbox.put(deed);
    this.stage.mark(null, this.marked); // fresh paint is seen without the cursor's veil
    this.changed.emit("history");
  }

  async undo() {
    if (!this.history.canUndo && this.drawing) await this.#remember(this.drawing);
    this.#again(this.history.undo());
  }

  redo() {
    this.#again(this.history.redo());
  }

  /** @param {T.Deed | null} deed */
  #again(deed) {
    this.changed.emit("history");
    if (!deed) {
      toast("There is nothing of yours left to undo on this drawing.");
      return;
    }
    const place = whereIs(this.shot, deed.drawing);
    if (place && this.drawing?.id !== deed.drawing) {
      this.level = place.level;
      this.goTo(place.frame);
    }
    this.paintings.expect(deed);
    this.outbox.put(deed);
  }

  /** What this person did here before the page was opened. @param {T.Drawing} drawing */
  async #remember(drawing) {
    const painting = this.paintings.get(drawing.id);
    if (!painting || this.#remembered.has(drawing.id)) return;
    this.#remembered.add(drawing.id);
    try {
      this.history.remember(stepsOf(drawing.id, painting, await drawings.corrections(drawing.id), this.user.id));
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      this.#remembered.delete(drawing.id);
      toast(problem.message, "error");
    }
  }

  /** @param {T.Deed} deed @param {Error} error */
  #takeBack(deed, error) {
    this.history.forget(deed.client);
    this.paintings.drop(deed);
    this.changed.emit("history");
    toast(`Not saved, and taken back: ${error.message}`, "error");
  }

  /**
   * The stream's own echo settles a deed. Where none can come (it was sent twice, or the echo was missed), ask.
   * @param {T.Deed} deed
   * @param {boolean} repeated
   */
  #confirm(deed, repeated) {
    const settle = async () => {
      if (!this.paintings.awaits(deed)) return;
      await this.refresh(deed.drawing);
      this.paintings.drop(deed);
    };
    setTimeout(settle, repeated ? 0 : 5000);
  }

  /** @param {number} drawing */
  async refresh(drawing) {
    try {
      await this.paintings.refresh(drawing, drawings.painting);
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (!problem.passing) toast(problem.message, "error");
    }
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
    await this.#load(drawing, this.level);
    const layer = this.loader.get(drawing.id);
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
