// @ts-check
/** The canvas: paper, onion skins, levels and lines, drawn through a view; over it a second one for the cursor's marks. */
import { segmentMask } from "../canvas/paint.js";
import { pack } from "../canvas/palette.js";
import { View } from "../canvas/view.js";
import { h } from "../dom.js";
import { Signal } from "../signal.js";
import { checkerboard } from "./checkerboard.js";
import { drawPins } from "./note_look.js";
import { drawPartStrokes } from "./part_look.js";
import { drawStrokes } from "./strokes.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { GapStroke } from "./strokes.js" */
/** @import { PinLook } from "./note_look.js" */
/** @import { PartLook } from "./part_look.js" */
/** @import { Layer } from "./layer.js" */

/**
 * @typedef {object} Cel one level of what is shown
 * @property {CanvasImageSource | null} fill
 * @property {CanvasImageSource | null} lines
 *
 * @typedef {object} Scene
 * @property {number} width
 * @property {number} height
 * @property {string} paper a colour, or "checker"
 * @property {Cel[]} cels bottom first
 * @property {{lines: CanvasImageSource, tint: string}[]} onion
 *
 * @typedef {{layer: Layer, label: number}} Mark
 * @typedef {"hover" | "marked" | "new" | "chosen"} MarkKind
 */

const AIR = 20; // CSS pixels around a drawing that fits
const SETTLE = 140; // ms after the last change until everything is drawn in full quality
const HOVER = { veil: pack(90, 160, 255, 46), rim: pack(235, 245, 255, 255) };
const NEW = { veil: pack(255, 0, 200, 70), rim: pack(255, 0, 200, 255) };
const CHOSEN = { veil: pack(0, 190, 255, 90), rim: pack(92, 225, 255, 255) };
const MARKED = { veil: pack(255, 221, 87, 70), rim: pack(255, 221, 87, 255) };

export class Stage {
  view = new View();
  /** The zoom has changed. @type {Signal<number>} */
  zoomed = new Signal();

  canvas = h("canvas", { class: "stage-canvas" });
  overlay = h("canvas", { class: "stage-canvas overlay", tabindex: "0", role: "img", "aria-label": _("Drawing") });
  element = h("div", { class: "stage" }, this.canvas, this.overlay);

  #context = context2d(this.canvas);
  #overlay = context2d(this.overlay);
  #scratch = context2d(document.createElement("canvas"));
  #ratio = 1;
  #width = 0;
  #height = 0;
  #frame = 0;
  #settle = 0;
  #fitted = true;
  /** @type {{hover: Mark | null, marked: Mark | null}} */
  #marks = { hover: null, marked: null };
  /** @type {Map<string, {canvas: HTMLCanvasElement, box: T.Box}>} */
  #masks = new Map();

  /**
   * Asked at every drawing:
   * @param {object} show
   * @param {(context: CanvasRenderingContext2D, scratch: CanvasRenderingContext2D) => void} show.light what else goes dark
   * @param {() => Scene} show.scene what to show
   * @param {() => GapStroke[]} show.strokes over it
   * @param {() => PartLook[]} show.parts under those
   * @param {() => PinLook[]} show.pins above all
   * @param {() => Mark[]} show.provisional segments whose colours are guesses
   * @param {() => Mark[]} show.chosen segments that are going to be painted together
   */
  constructor({ light, scene, strokes, parts, pins, provisional, chosen }) {
    this.pins = pins;
    this.light = light;
    this.provisional = provisional;
    this.chosen = chosen;
    this.scene = scene;
    this.strokes = strokes;
    this.parts = parts;
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  get size() {
    return { width: this.#width, height: this.#height };
  }

  get center() {
    return { sx: this.#width / 2, sy: this.#height / 2 };
  }

  #resize() {
    const { width, height } = this.element.getBoundingClientRect();
    if (width === 0 || height === 0) return;
    this.#ratio = devicePixelRatio;
    const grown = { x: (width - this.#width) / 2, y: (height - this.#height) / 2 };
    [this.#width, this.#height] = [width, height];
    for (const canvas of [this.canvas, this.overlay, this.#scratch.canvas]) {
      canvas.width = Math.round(width * this.#ratio);
      canvas.height = Math.round(height * this.#ratio);
    }
    if (this.#fitted) this.fit();
    else this.view.pan(grown.x, grown.y);
    this.draw();
  }

  fit() {
    const { width, height } = this.scene();
    if (this.#width === 0 || width === 0) return;
    this.view.fit({ width, height }, this.size, AIR);
    this.moved();
    this.#fitted = true;
  }

  /** The view was changed by hand. */
  moved() {
    this.#fitted = false;
    this.view.snap(this.#ratio);
    this.zoomed.emit(this.view.scale);
    this.request();
  }

  /** 100 % = one pixel of the drawing on one pixel of the screen. */
  get actualScale() {
    return 1 / this.#ratio;
  }

  /** Draw everything with the next frame of the screen. */
  request() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.draw();
    });
  }

  /** Draw everything now, fast; in full quality as soon as nothing changes any more. */
  draw() {
    this.#compose("low");
    this.drawOverlay();
    this.#settleLater();
  }

  /** Draw a part of the drawing now. @param {T.Box} box */
  drawBox(box) {
    if (box.width === 0) return;
    const context = this.#context;
    const { sx, sy } = this.view.toStage({ wx: box.x, wy: box.y });
    const r = this.#ratio;
    const left = Math.floor(sx * r) - 1;
    const top = Math.floor(sy * r) - 1;
    const right = Math.ceil((sx + box.width * this.view.scale) * r) + 1;
    const bottom = Math.ceil((sy + box.height * this.view.scale) * r) + 1;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    this.#compose("low");
    context.restore();
    this.#settleLater();
  }

  #settleLater() {
    clearTimeout(this.#settle);
    if (this.view.scale * this.#ratio < 1) this.#settle = setTimeout(() => this.#compose("high"), SETTLE);
  }

  /** @param {ImageSmoothingQuality} quality */
  #compose(quality) {
    const scene = this.scene();
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (scene.width === 0) return;
    this.#look(context, quality);
    this.#paper(context, scene);
    for (const { lines, tint } of scene.onion) this.#skin(context, scene, lines, tint, quality);
    for (const cel of scene.cels) {
      if (cel.fill) context.drawImage(cel.fill, 0, 0, scene.width, scene.height);
      if (cel.lines) context.drawImage(cel.lines, 0, 0, scene.width, scene.height);
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ImageSmoothingQuality} quality
   */
  #look(context, quality) {
    const { scale, x, y } = this.view;
    const r = this.#ratio;
    context.setTransform(scale * r, 0, 0, scale * r, x * r, y * r);
    context.imageSmoothingEnabled = scale * r < 1;
    context.imageSmoothingQuality = quality;
  }

  /** @param {CanvasRenderingContext2D} context @param {Scene} scene */
  #paper(context, scene) {
    if (scene.paper === "checker") {
      const pattern = checkerboard(context);
      pattern.setTransform(context.getTransform().inverse());
      context.fillStyle = pattern;
    } else {
      context.fillStyle = scene.paper;
    }
    context.fillRect(0, 0, scene.width, scene.height);
  }

  /**
   * A neighbour's lines in one colour.
   * @param {CanvasRenderingContext2D} context
   * @param {Scene} scene
   * @param {CanvasImageSource} lines
   * @param {string} tint
   * @param {ImageSmoothingQuality} quality
   */
  #skin(context, scene, lines, tint, quality) {
    const scratch = this.#scratch;
    scratch.setTransform(1, 0, 0, 1, 0, 0);
    scratch.globalCompositeOperation = "source-over";
    scratch.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.#look(scratch, quality);
    scratch.drawImage(lines, 0, 0, scene.width, scene.height);
    scratch.globalCompositeOperation = "source-in";
    scratch.fillStyle = tint;
    scratch.fillRect(0, 0, scene.width, scene.height);
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 0.55;
    context.drawImage(scratch.canvas, 0, 0);
    context.restore();
  }

  /** @param {Mark | null} hover @param {Mark | null} marked */
  mark(hover, marked) {
    const same = (/** @type {Mark | null} */ a, /** @type {Mark | null} */ b) =>
      a?.layer === b?.layer && a?.label === b?.label;
    if (same(hover, this.#marks.hover) && same(marked, this.#marks.marked)) return;
    this.#marks = { hover, marked };
    this.#masks.clear();
    this.drawOverlay();
  }

  drawOverlay() {
    const context = this.#overlay;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.overlay.width, this.overlay.height);
    const r = this.#ratio;
    this.#look(context, "low");
    this.light(context, this.#scratch);
    context.setTransform(r, 0, 0, r, 0, 0);
    drawPartStrokes(context, this.view, this.parts());
    drawStrokes(context, this.view, this.strokes());
    const { hover, marked } = this.#marks;
    for (const mark of this.provisional()) this.#drawMark(context, mark, "new", NEW);
    for (const mark of this.chosen()) this.#drawMark(context, mark, "chosen", CHOSEN);
    if (marked) this.#drawMark(context, marked, "marked", MARKED);
    if (hover) this.#drawMark(context, hover, "hover", HOVER);
    context.setTransform(r, 0, 0, r, 0, 0);
    drawPins(context, this.view, this.pins());
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Mark} mark
   * @param {MarkKind} kind
   * @param {{veil: number, rim: number}} colors
   */
  #drawMark(context, mark, kind, { veil, rim }) {
    const name = kind === "new" || kind === "chosen" ? `${kind}.${mark.layer.drawing}.${mark.layer.cut}.${mark.label}` : kind;
    let mask = this.#masks.get(name);
    if (!mask) {
      const { box, pixels } = segmentMask(mark.layer.index, mark.layer.labels, mark.layer.width, mark.label, veil, rim);
      if (box.width === 0) return;
      mask = { canvas: canvasOf(pixels, box), box };
      this.#masks.set(name, mask);
    }
    this.#look(context, "low");
    context.drawImage(mask.canvas, mask.box.x, mask.box.y);
    if (kind === "marked" || Math.max(mask.box.width, mask.box.height) * this.view.scale < 12) this.#ring(context, mask.box, kind);
  }

  /**
   * A ring around what is too small to be seen, or must not be overlooked.
   * @param {CanvasRenderingContext2D} context
   * @param {T.Box} box
   * @param {MarkKind} kind
   */
  #ring(context, box, kind) {
    const r = this.#ratio;
    const { sx, sy } = this.view.toStage({ wx: box.x + box.width / 2, wy: box.y + box.height / 2 });
    const radius = Math.max(10, (Math.hypot(box.width, box.height) * this.view.scale) / 2 + 6);
    context.setTransform(r, 0, 0, r, 0, 0);
    context.beginPath();
    context.arc(sx, sy, radius, 0, 2 * Math.PI);
    context.lineWidth = 3.5;
    context.strokeStyle = "rgb(0 0 0 / 0.7)";
    context.stroke();
    context.lineWidth = 1.5;
    context.strokeStyle = { marked: "#ffdd57", hover: "#cfe4ff", new: "#ff00c8", chosen: "#5ce1ff" }[kind];
    context.stroke();
  }
}

/** @param {HTMLCanvasElement} canvas @returns {CanvasRenderingContext2D} */
function context2d(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser gives no more canvases: close other tabs");
  return context;
}

/**
 * @param {Uint32Array} pixels
 * @param {T.Box} box
 */
function canvasOf(pixels, box) {
  const canvas = document.createElement("canvas");
  canvas.width = box.width;
  canvas.height = box.height;
  const image = new ImageData(box.width, box.height);
  new Uint32Array(image.data.buffer).set(pixels);
  context2d(canvas).putImageData(image, 0, 0);
  return canvas;
}
