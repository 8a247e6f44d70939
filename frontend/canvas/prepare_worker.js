// @ts-check
/** Decoding, indexing and line clearing away from the page's own thread, so that a stroke never waits for a frame. */
import { decodeLabels, indexPixels, spreadUnderLines } from "./labels.js";
import { clearPaper, takeTraceLines } from "./lines.js";

/**
 * @typedef {object} Job
 * @property {number} id
 * @property {ArrayBuffer} bytes raw label map
 * @property {number} each bytes per label
 * @property {Blob} picture the line art
 * @property {number} width
 * @property {number} height
 * @property {number} count segments
 */

/** @param {Job} job */
async function prepare({ bytes, each, picture, width, height, count }) {
  const labels = decodeLabels(bytes, each, width * height);
  const spread = spreadUnderLines(labels, width, height);
  const index = indexPixels(spread, width, count);
  const bitmap = await createImageBitmap(picture, { colorSpaceConversion: "none" });
  if (bitmap.width !== width || bitmap.height !== height) {
    throw new RangeError(`the line art is ${bitmap.width}x${bitmap.height}, the level ${width}x${height}`);
  }
  const canvas = new OffscreenCanvas(width, height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  context.drawImage(bitmap, 0, 0);
  const image = context.getImageData(0, 0, width, height);
  clearPaper(image.data, labels);
  context.putImageData(image, 0, 0);
  bitmap.close();
  const lines = canvas.transferToImageBitmap();
  const trace = takeTraceLines(image.data, labels, spread, width, count);
  context.putImageData(image, 0, 0);
  return { labels, index, lines, trace, mainLines: trace.places.length > 0 ? canvas.transferToImageBitmap() : null };
}

const scope = /** @type {any} */ (globalThis); // a worker's own scope: its types clash with the page's
scope.onmessage = async (/** @type {MessageEvent<Job>} */ message) => {
  const { id } = message.data;
  try {
    const made = await prepare(message.data);
    const { labels, index, lines, trace, mainLines } = made;
    const arrays = [labels, index.start, index.pixels, index.box, ...Object.values(trace)];
    const bitmaps = mainLines ? [lines, mainLines] : [lines];
    scope.postMessage({ id, ...made }, [...arrays.map((array) => array.buffer), ...bitmaps]);
  } catch (problem) {
    scope.postMessage({ id, problem: problem instanceof Error ? problem.message : String(problem) });
  }
};
