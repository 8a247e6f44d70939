// @ts-check
/** From the shot to what the stage shows: which drawings, in which colours, brought in before they are asked for. */
import { toast } from "../components/toast.js";
import { heat, heatColors } from "../canvas/confidence.js";
import { lookUp, paletteTable, segmentColors } from "../canvas/palette.js";
import { cutOf } from "./loader.js";
import { PAPERS } from "./papers.js";
import { Proxies } from "./proxies.js";
import { exposures } from "./timesheet.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Layer } from "./layer.js" */
/** @import { Loader } from "./loader.js" */
/** @import { Scene } from "./stage.js" */

const BEFORE = "#e8590c"; // onion skin of the drawing before: warm
const AFTER = "#1c7ed6"; // and of the one after: cold
const LEAFING = 120; // ms on one frame that mean: only passing through

export class Showing {
  proxies = new Proxies();
  /** @type {Map<number, HTMLImageElement>} small pictures that the filmstrip has loaded */
  thumbnails = new Map();
  /** @type {Map<number, HTMLImageElement>} line art of drawings that have no segments (yet) */
  #lineArt = new Map();
  #table;
  #tableVersion = 0;
  #arrived = 0;
  #open = () => {};
  /** The first frame is in, or cannot be opened: now come the many things that it need not wait for. @type {Promise<void>} */
  opened = new Promise((resolve) => (this.#open = resolve));

  /** @param {Desk} desk @param {Loader} loader */
  constructor(desk, loader) {
    this.desk = desk;
    this.loader = loader;
    this.#table = paletteTable(desk.entries);
    desk.paintings.changed.on(({ drawing, segments }) => this.#repaint(drawing, segments));
  }

  /** Other colours: what is shown changes now, the rest when it is shown. @param {T.Entry[]} entries */
  useEntries(entries) {
    const { desk } = this;
    const [before, stamp] = [this.#table, this.#stamp];
    this.#table = paletteTable(entries);
    this.#tableVersion++;
    const boxes = desk.shot.levels.map((level) => this.#recolour(desk.drawingOf(level), before, stamp));
    for (const box of boxes) {
      if (box && !desk.playback.playing) desk.stage.drawBox(box);
      else desk.stage.request();
    }
  }

  /**
   * Only what has another colour than before: most changes are one swatch.
   * @param {T.Drawing | null} drawing
   * @param {Uint32Array} before the table of then
   * @param {string} stamp of then
   * @returns {T.Box | null} what has changed; null: it must be looked at as a whole
   */
  #recolour(drawing, before, stamp) {
    const layer = drawing && this.loader.peek(drawing.id);
    const painting = drawing && this.desk.paintings.get(drawing.id);
    if (!layer || !painting || painting.labels !== layer.cut || layer.stamp !== stamp || this.desk.look === "leaks") return null;
    const { entry, tone } = painting;
    const changed = [...entry.keys()].filter((label) => label > 0 && lookUp(before, entry[label], tone[label]) !== lookUp(this.#table, entry[label], tone[label]));
    layer.stamp = this.#stamp;
    return layer.paint(changed, this.#colorOf(painting), this.#traced);
  }

  /** How a layer looks that is painted as it should look now. */
  get #stamp() {
    const { look } = this.desk;
    return look === "leaks" ? look : `${this.#tableVersion}.${look}.${this.#traced}`;
  }

  /** @param {T.Painting} painting @returns {(label: number) => number} packed */
  #colorOf(painting) {
    const { look } = this.desk;
    return (label) => {
      const color = lookUp(this.#table, painting.entry[label], painting.tone[label]);
      return look === "confidence" ? heat(painting, label, color) : color;
    };
  }

  /** @returns {Scene} */
  scene() {
    const { shot, prefs, playback } = this.desk;
    const levels = [...shot.levels].sort((a, b) => a.order - b.order);
    const { width = 0, height = 0 } = levels[0] ?? {};
    return {
      width,
      height,
      paper: PAPERS[prefs.paper],
      cels: levels.map((level) => this.#cel(this.desk.drawingOf(level))),
      onion: prefs.onion && !playback.playing ? this.#onion() : [],
    };
  }

  /** @param {T.Drawing | null} drawing */
  #cel(drawing) {
    if (!drawing) return { fill: null, lines: null };
    const layer = this.loader.get(drawing.id);
    if (layer && this.#freshen(layer)) return { fill: layer.canvas, lines: this.#linesOf(layer) };
    if (layer) return { fill: null, lines: layer.lines };
    const thumbnail = this.thumbnails.get(drawing.id);
    return { fill: this.proxies.get(drawing.id) ?? thumbnail ?? this.#lineArt.get(drawing.id) ?? null, lines: null };
  }

  /** @param {Layer} layer */
  #linesOf(layer) {
    if (this.desk.look === "leaks") return layer.lines; // open lines are what one looks for
    const { lines } = this.desk.prefs;
    return lines === "none" ? null : lines === "drawn" ? layer.lines : layer.mainLines;
  }

  /** Do trace lines take the colour of their side, as in an export? */
  get #traced() {
    return this.desk.look === "paint" && this.desk.prefs.lines === "painted";
  }

  /** The new segments of the drawing in hand: their colours are guesses. */
  provisional() {
    const layer = this.desk.playback.playing ? null : this.desk.layer;
    const painting = layer && this.desk.paintings.get(layer.drawing);
    if (!layer || painting?.labels !== layer.cut) return [];
    return [...painting.provisional.keys()].filter((label) => painting.provisional[label] !== 0).map((label) => ({ layer, label }));
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
    const { level, drawing } = this.desk;
    if (!level || !drawing) return [];
    if (this.desk.aside) return [];
    const shown = exposures(level, this.desk.shot.frames);
    const at = shown.findLastIndex(({ from }) => from <= this.desk.frame);
    return [shown[at - 1]?.drawing, shown[at + 1]?.drawing];
  }

  /** Paint a layer as it should look now. @param {Layer} layer @returns {boolean} false: there is no painting of it yet */
  #freshen(layer) {
    const { look } = this.desk;
    const stamp = this.#stamp;
    if (layer.stamp === stamp) return true;
    const painting = this.desk.paintings.get(layer.drawing);
    if (look === "leaks") {
      layer.paintAll(layer.leaks, false);
    } else if (painting && painting.labels === layer.cut) {
      const colors = segmentColors(painting, this.#table);
      layer.paintAll(look === "confidence" ? heatColors(painting, colors) : colors, this.#traced);
    } else {
      return layer.painted; // its painting belongs to an older or a newer cut: the old look stays until both are here
    }
    layer.stamp = stamp;
    return true;
  }

  /**
   * @param {number} drawing
   * @param {number[] | null} segments
   */
  #repaint(drawing, segments) {
    const { look, stage, playback, paintings } = this.desk;
    const layer = this.loader.peek(drawing);
    const painting = paintings.get(drawing);
    if (look === "leaks") return; // painted anew with the next look
    if (layer && painting?.labels === layer.cut && segments && layer.stamp && layer.stamp !== "leaks") {
      const box = layer.paint(segments, this.#colorOf(painting), this.#traced);
      if (this.#isShown(drawing) && !playback.playing) stage.drawBox(box);
    } else {
      if (layer) layer.stamp = "";
      if (this.#isShown(drawing)) stage.request();
    }
  }

  /** @param {number} drawing */
  #isShown(drawing) {
    return this.desk.shot.levels.some((level) => this.desk.drawingOf(level)?.id === drawing);
  }

  /** Load what this frame shows, then what the painter is likely to ask for next. */
  async bringIn() {
    const { desk } = this;
    const { frame, aside } = desk;
    const left = () => desk.frame !== frame || desk.aside !== aside;
    const leafing = performance.now() - this.#arrived < LEAFING;
    this.#arrived = performance.now();
    if (leafing && !desk.layer) {
      await new Promise((resolve) => setTimeout(resolve, LEAFING));
      if (left()) return; // leafed on: the thumbnail was enough
    }
    const here = desk.shot.levels.map((level) => ({ level, drawing: desk.drawingOf(level) }));
    await Promise.all(here.map(({ level, drawing }) => drawing && this.load(drawing, level)));
    this.#open();
    for (const drawing of [...this.#neighbours()].reverse()) {
      if (left() || !drawing || !desk.level) continue;
      await this.load(drawing, desk.level);
    }
    if (desk.prefs.onion && !left()) desk.stage.request();
  }

  /**
   * @param {T.Drawing} drawing
   * @param {T.Level} level
   */
  async load(drawing, level) {
    if (!drawing.labels_url) return this.#loadLineArt(drawing);
    if (this.loader.isFresh(drawing)) return;
    // Cut anew: its colours come first, or it would show bare for a moment.
    const { paintings, work } = this.desk;
    if (this.loader.has(drawing.id) && paintings.get(drawing.id)?.labels !== cutOf(drawing.labels_url)) await work.refresh(drawing.id);
    try {
      await this.loader.load(drawing, level);
    } catch (problem) {
      toast(_("{file} could not be opened: {reason}", { file: drawing.file_name, reason: problem instanceof Error ? problem.message : String(problem) }), "error");
      return;
    }
    if (!this.#isShown(drawing.id)) return;
    this.desk.stage.request();
    this.desk.changed.emit("frame");
  }

  /** @param {T.Drawing} drawing */
  #loadLineArt(drawing) {
    if (this.#lineArt.has(drawing.id)) return;
    const picture = new Image();
    picture.src = drawing.line_url;
    picture.onload = () => {
      this.#lineArt.set(drawing.id, picture);
      this.desk.stage.request();
    };
  }
}
