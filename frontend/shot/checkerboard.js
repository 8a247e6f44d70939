// @ts-check

const SIZE = 8; // px

/** @type {CanvasPattern | null} */
let pattern = null;

/**
 * What shows through where nothing is painted.
 * @param {CanvasRenderingContext2D} context
 * @returns {CanvasPattern}
 */
export function checkerboard(context) {
  if (pattern) return pattern;
  const tile = document.createElement("canvas");
  tile.width = tile.height = 2 * SIZE;
  const ink = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  ink.fillStyle = "#c3c5c9";
  ink.fillRect(0, 0, 2 * SIZE, 2 * SIZE);
  ink.fillStyle = "#b4b6bb";
  ink.fillRect(0, 0, SIZE, SIZE);
  ink.fillRect(SIZE, SIZE, SIZE, SIZE);
  pattern = /** @type {CanvasPattern} */ (context.createPattern(tile, "repeat"));
  return pattern;
}
