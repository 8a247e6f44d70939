// @ts-check
/**
 * From a raw label map to what painting needs: for each segment the places of its pixels.
 * Labels: 0 = line, 1..N = segment. A place is y * width + x.
 */

/** @import * as T from "../types.js" */

/**
 * @param {ArrayBuffer} bytes little-endian, row 0 on top
 * @param {number} each bytes per label, 2 or 4
 * @param {number} count width * height
 * @returns {T.LabelMap}
 */
export function decodeLabels(bytes, each, count) {
  if (bytes.byteLength !== count * each) {
    throw new RangeError(`the label map has ${bytes.byteLength} bytes, the drawing needs ${count * each}`);
  }
  return each === 4 ? new Uint32Array(bytes) : new Uint16Array(bytes);
}

/**
 * Give every line pixel the label of the nearest segment (4-connected steps), so that colour runs under the line and
 * no gap shows when the lines are hidden. A drawing without segments stays as it is.
 * @template {T.LabelMap} L
 * @param {L} labels
 * @param {number} width
 * @param {number} height
 * @returns {L} a new map
 */
export function spreadUnderLines(labels, width, height) {
  const spread = /** @type {L} */ (labels.slice());
  let front = new Uint32Array(countLines(labels));
  let next = new Uint32Array(front.length);
  let size = 0;
  for (let place = 0; place < labels.length; place++) {
    if (labels[place] !== 0) continue;
    const near = neighbour(labels, place, width, height);
    if (near !== 0) {
      spread[place] = near;
      front[size++] = place;
    }
  }
  while (size > 0) {
    let grown = 0;
    for (let i = 0; i < size; i++) grown = grow(spread, front[i], width, height, next, grown);
    [front, next] = [next, front];
    size = grown;
  }
  return spread;
}

/** @param {T.LabelMap} labels */
function countLines(labels) {
  let count = 0;
  for (let place = 0; place < labels.length; place++) if (labels[place] === 0) count++;
  return count;
}

/**
 * @param {T.LabelMap} labels
 * @param {number} place
 * @param {number} width
 * @param {number} height
 */
function neighbour(labels, place, width, height) {
  const x = place % width;
  if (x > 0 && labels[place - 1] !== 0) return labels[place - 1];
  if (x < width - 1 && labels[place + 1] !== 0) return labels[place + 1];
  if (place >= width && labels[place - width] !== 0) return labels[place - width];
  if (place < width * (height - 1) && labels[place + width] !== 0) return labels[place + width];
  return 0;
}

/**
 * Hand a place's label on to its empty neighbours.
 * @param {T.LabelMap} spread
 * @param {number} place
 * @param {number} width
 * @param {number} height
 * @param {Uint32Array} next where the neighbours are noted
 * @param {number} grown how many are noted already
 */
function grow(spread, place, width, height, next, grown) {
  const label = spread[place];
  const x = place % width;
  /** @param {number} other */
  const take = (other) => {
    if (spread[other] !== 0) return;
    spread[other] = label;
    next[grown++] = other;
  };
  if (x > 0) take(place - 1);
  if (x < width - 1) take(place + 1);
  if (place >= width) take(place - width);
  if (place < width * (height - 1)) take(place + width);
  return grown;
}

/**
 * A counting sort of places by label.
 * @param {T.LabelMap} labels as `spreadUnderLines` gives them
 * @param {number} width
 * @param {number} count N, the number of segments
 * @returns {T.PixelIndex}
 */
export function indexPixels(labels, width, count) {
  const start = new Uint32Array(count + 2);
  for (let place = 0; place < labels.length; place++) start[labels[place] + 1]++;
  for (let label = 0; label <= count; label++) start[label + 1] += start[label];
  const next = start.slice(0, count + 1);
  const pixels = new Uint32Array(labels.length);
  for (let place = 0; place < labels.length; place++) pixels[next[labels[place]]++] = place;
  return { start, pixels, box: boxes(start, pixels, width, count) };
}

/**
 * @param {Uint32Array} start
 * @param {Uint32Array} pixels
 * @param {number} width
 * @param {number} count
 */
function boxes(start, pixels, width, count) {
  const box = new Int32Array(4 * (count + 1));
  for (let label = 1; label <= count; label++) {
    const from = start[label];
    const to = start[label + 1];
    if (from === to) continue;
    let left = width;
    let right = 0;
    for (let i = from; i < to; i++) {
      const x = pixels[i] % width;
      if (x < left) left = x;
      if (x > right) right = x;
    }
    // Places are in raster order: the first is on the top row, the last on the bottom row.
    const top = Math.floor(pixels[from] / width);
    const bottom = Math.floor(pixels[to - 1] / width);
    box.set([left, top, right + 1, bottom + 1], 4 * label);
  }
  return box;
}

/**
 * The box around some segments.
 * @param {T.PixelIndex} index
 * @param {Iterable<number>} segments
 * @returns {T.Box}
 */
export function boxAround(index, segments) {
  let [left, top, right, bottom] = [Infinity, Infinity, 0, 0];
  for (const label of segments) {
    const at = 4 * label;
    if (index.box[at + 2] === 0) continue;
    left = Math.min(left, index.box[at]);
    top = Math.min(top, index.box[at + 1]);
    right = Math.max(right, index.box[at + 2]);
    bottom = Math.max(bottom, index.box[at + 3]);
  }
  return right === 0 ? { x: 0, y: 0, width: 0, height: 0 } : { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * A box with more room on each side, within the drawing; nothing stays nothing.
 * @param {T.Box} box
 * @param {number} more px
 * @param {number} width
 * @param {number} height
 * @returns {T.Box}
 */
export function grown(box, more, width, height) {
  if (box.width === 0) return box;
  const [x, y] = [Math.max(0, box.x - more), Math.max(0, box.y - more)];
  const right = Math.min(width, box.x + box.width + more);
  return { x, y, width: right - x, height: Math.min(height, box.y + box.height + more) - y };
}

/**
 * The segment at a point, or, where a line is, the nearest one within reach: a hand misses by a pixel or two.
 * @param {T.LabelMap} labels
 * @param {number} width
 * @param {number} height
 * @param {T.WorldPoint} point
 * @param {number} reach px
 * @returns {number} 0 = none
 */
export function segmentAt(labels, width, height, point, reach) {
  const x = Math.floor(point.wx);
  const y = Math.floor(point.wy);
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  if (labels[y * width + x] !== 0) return labels[y * width + x];
  let best = 0;
  let nearest = reach * reach + 1;
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const distance = dx * dx + dy * dy;
      if (distance >= nearest || x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
      const label = labels[(y + dy) * width + x + dx];
      if (label !== 0) [best, nearest] = [label, distance];
    }
  }
  return best;
}

/**
 * The segments that a straight stroke crosses, in order, each once.
 * @param {T.LabelMap} labels
 * @param {number} width
 * @param {number} height
 * @param {T.WorldPoint} from
 * @param {T.WorldPoint} to
 * @returns {number[]}
 */
export function segmentsAlong(labels, width, height, from, to) {
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.wx - from.wx), Math.abs(to.wy - from.wy))));
  const crossed = new Set();
  for (let i = 0; i <= steps; i++) {
    const point = { wx: from.wx + ((to.wx - from.wx) * i) / steps, wy: from.wy + ((to.wy - from.wy) * i) / steps };
    const label = segmentAt(labels, width, height, point, 0);
    if (label !== 0) crossed.add(label);
  }
  return [...crossed];
}
