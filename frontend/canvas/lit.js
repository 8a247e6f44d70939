// @ts-check
/** Where an entry is: in a drawing, and in a painted picture of the character. Pure pixels. */
import { boxAround } from "./labels.js";
import { packHex, TONES, unpack } from "./palette.js";

/** @import * as T from "../types.js" */

const OPAQUE = 0xff000000;

/**
 * The segments as an opaque mask.
 * @param {T.PixelIndex} index
 * @param {number} width of the drawing
 * @param {number[]} segments
 * @returns {{box: T.Box, pixels: Uint32Array}} pixels of the box
 */
export function segmentsMask(index, width, segments) {
  const box = boxAround(index, segments);
  const pixels = new Uint32Array(box.width * box.height);
  for (const label of segments) {
    for (let i = index.start[label], end = index.start[label + 1]; i < end; i++) {
      const place = index.pixels[i];
      const x = place % width;
      pixels[((place - x) / width - box.y) * box.width + x - box.x] = OPAQUE;
    }
  }
  return { box, pixels };
}

/**
 * Which entry each pixel of a painted picture shows: the one with the nearest tone, as the engine reads it.
 * @param {Uint32Array} pixels packed
 * @param {(T.Tones & {key: number})[]} entries the first one counts
 * @returns {Uint16Array} keys; 0 = line, or outside
 */
export function entriesOfPicture(pixels, entries) {
  const tones = entries.flatMap((entry) => TONES.flatMap((tone) => (entry[tone] ? [{ key: entry.key, rgba: unpack(packHex(entry[tone] ?? "")) }] : [])));
  /** @type {Map<number, number>} */
  const known = new Map([[0, 0]]);
  return Uint16Array.from(pixels, (color) => {
    let key = known.get(color);
    if (key === undefined) known.set(color, (key = nearest(color, tones)));
    return key;
  });
}

const FAR = 48; // of 255, the distance beyond which a colour is none of the sheet's: a line

/** @param {number} color packed @param {{key: number, rgba: number[]}[]} tones */
function nearest(color, tones) {
  const rgba = unpack(color);
  if (rgba[3] === 0) return 0;
  let [key, least] = [0, FAR ** 2];
  for (const tone of tones) {
    if (tone.rgba[3] === 0) continue;
    const distance = (tone.rgba[0] - rgba[0]) ** 2 + (tone.rgba[1] - rgba[1]) ** 2 + (tone.rgba[2] - rgba[2]) ** 2;
    if (distance < least) [key, least] = [tone.key, distance];
  }
  return key;
}

/**
 * A veil over a picture with holes where an entry is.
 * @param {Uint16Array} keys of its pixels
 * @param {number} key
 * @param {number} veil packed
 */
export function veilOver(keys, key, veil) {
  return Uint32Array.from(keys, (each) => (each === key ? 0 : veil));
}
