// @ts-check
/** The entry that is lit up: in the palette, in every frame of the shot, on the reference view. */
import { segmentsMask } from "../canvas/lit.js";
import { pack } from "../canvas/palette.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Layer } from "./layer.js" */

export const VEIL = pack(12, 13, 16, 190); // the server's, over small pictures, is the same

export class Light {
  /** Pointed at in the palette or on the view: everything else in the shot goes dark. @type {number | null} */
  entry = null;
  /** @type {{of: string, canvas: HTMLCanvasElement, box: T.Box} | null} */
  #mask = null;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
    desk.paintings.changed.on(() => {
      this.#mask = null;
    });
  }

  /** What is lit where nothing goes dark: the entry of the segment under the pointer. */
  get pointed() {
    if (this.entry !== null) return this.entry;
    const { hover, paintings } = this.desk;
    return (hover && paintings.get(hover.layer.drawing)?.entry[hover.label]) || null;
  }

  /** @param {number | null} entry */
  point(entry) {
    if (entry === this.entry || (entry !== null && this.desk.playback.playing)) return;
    this.entry = entry;
    this.desk.stage.drawOverlay();
    this.desk.changed.emit("light");
  }

  /** Is a drawing painted with the lit entry? @param {number} drawing */
  isIn(drawing) {
    return this.entry !== null && (this.desk.paintings.get(drawing)?.entry.includes(this.entry, 1) ?? false);
  }

  /**
   * Everything dark but the lit segments of the drawing in hand.
   * @param {CanvasRenderingContext2D} context in the drawing's pixels
   * @param {CanvasRenderingContext2D} scratch of the stage's size
   */
  draw(context, scratch) {
    const { layer, level } = this.desk;
    if (this.entry === null || !level) return;
    scratch.setTransform(1, 0, 0, 1, 0, 0);
    scratch.globalCompositeOperation = "source-over";
    scratch.clearRect(0, 0, scratch.canvas.width, scratch.canvas.height);
    scratch.setTransform(context.getTransform());
    scratch.imageSmoothingEnabled = false;
    scratch.fillStyle = "rgb(12 13 16 / 0.745)"; // VEIL
    scratch.fillRect(0, 0, level.width, level.height);
    const mask = layer && this.#maskOf(layer);
    if (mask) {
      scratch.globalCompositeOperation = "destination-out";
      scratch.drawImage(mask.canvas, mask.box.x, mask.box.y);
    }
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(scratch.canvas, 0, 0);
    context.restore();
  }

  /** @param {Layer} layer */
  #maskOf(layer) {
    const painting = this.desk.paintings.get(layer.drawing);
    if (painting?.labels !== layer.cut) return null;
    const of = `${layer.drawing}.${layer.cut}.${this.entry}`;
    if (this.#mask?.of === of) return this.#mask;
    const segments = [...painting.entry.keys()].filter((label) => label > 0 && painting.entry[label] === this.entry);
    const { box, pixels } = segmentsMask(layer.index, layer.width, segments);
    if (box.width === 0) return null;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [box.width, box.height];
    const image = new ImageData(box.width, box.height);
    new Uint32Array(image.data.buffer).set(pixels);
    canvas.getContext("2d")?.putImageData(image, 0, 0);
    this.#mask = { of, canvas, box };
    return this.#mask;
  }
}
