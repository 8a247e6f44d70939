// @ts-check
/** What lies inside an outline drawn by hand. */

/** @import * as T from "../types.js" */

/**
 * The segments wholly inside an outline: no pixel of theirs, between the lines, lies beyond it.
 * @param {T.LabelMap} labels
 * @param {T.PixelIndex} index
 * @param {number} width
 * @param {number} height
 * @param {T.Polyline} outline closed by itself, px; where it crosses itself every other part is inside
 * @returns {number[]} in order
 */
export function segmentsInside(labels, index, width, height, outline) {
  /** @type {Map<number, number>} pixels inside, by segment */
  const inside = new Map();
  const ys = outline.map(([, y]) => y);
  const last = Math.min(height - 1, Math.max(...ys));
  for (let y = Math.max(0, Math.min(...ys)); y <= last; y++) {
    for (const [from, to] of spansOf(outline, y, width)) {
      for (let place = y * width + from; place < y * width + to; place++) {
        const label = labels[place];
        if (label !== 0) inside.set(label, (inside.get(label) ?? 0) + 1);
      }
    }
  }
  return [...inside].filter(([label, count]) => count === areaOf(labels, index, label)).map(([label]) => label).sort((a, b) => a - b);
}

/**
 * Where a row of pixels lies inside: [from, to) each.
 * @param {T.Polyline} outline
 * @param {number} y
 * @param {number} width
 * @returns {[number, number][]}
 */
function spansOf(outline, y, width) {
  const crossings = [];
  for (let i = 0; i < outline.length; i++) {
    const [x1, y1] = outline[i];
    const [x2, y2] = outline[(i + 1) % outline.length];
    // The upper end counts, the lower does not, so that a corner is crossed once.
    if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) * (x2 - x1)) / (y2 - y1));
  }
  crossings.sort((a, b) => a - b);
  /** @type {[number, number][]} */
  const spans = [];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    spans.push([Math.max(0, Math.ceil(crossings[i])), Math.min(width, Math.floor(crossings[i + 1]) + 1)]);
  }
  return spans;
}

/** Without what runs under the lines. @param {T.LabelMap} labels @param {T.PixelIndex} index @param {number} label */
function areaOf(labels, index, label) {
  let area = 0;
  for (let i = index.start[label]; i < index.start[label + 1]; i++) if (labels[index.pixels[i]] === label) area++;
  return area;
}
