// @ts-check
/** The artist's lines as a layer that lies over colour. */

/** @import * as T from "../types.js" */

/**
 * Take the paper away. A drawing that came with transparent paper keeps its alpha; one on white paper gets as much
 * alpha as it is darker than white, with the white taken out of its colour, so that soft edges stay soft over any
 * colour. Line pixels by the label map stay exactly as drawn.
 * @param {Uint8ClampedArray} rgba (H * W * 4), changed in place
 * @param {T.LabelMap} labels
 */
export function clearPaper(rgba, labels) {
  const transparent = hasAlpha(rgba);
  for (let place = 0, at = 0; place < labels.length; place++, at += 4) {
    if (labels[place] === 0) continue;
    if (transparent) {
      // Some programs save transparent paper as opaque white inside closed areas.
      if (rgba[at + 3] === 255 && rgba[at] + rgba[at + 1] + rgba[at + 2] === 765) rgba[at + 3] = 0;
      continue;
    }
    const alpha = 255 - Math.min(rgba[at], rgba[at + 1], rgba[at + 2]);
    for (let channel = 0; channel < 3 && alpha > 0; channel++) {
      rgba[at + channel] = 255 - ((255 - rgba[at + channel]) * 255) / alpha;
    }
    rgba[at + 3] = alpha;
  }
}

/** @param {Uint8ClampedArray} rgba */
function hasAlpha(rgba) {
  for (let at = 3; at < rgba.length; at += 4) if (rgba[at] < 255) return true;
  return false;
}
