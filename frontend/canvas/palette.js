// @ts-check
/** Colours. Packed = one u32 per pixel in the byte order R, G, B, A of ImageData (little-endian machines). */

/** @import * as T from "../types.js" */

/** @type {readonly T.ToneName[]} */
export const TONES = ["normal", "highlight", "shadow", "second_shadow"];

/** An entry that the sheet has lost shows in a red that no painter overlooks. */
export const LOST = pack(255, 0, 64, 255);

/**
 * @param {number} r
 * @param {number} g
 * @param {number} b
 * @param {number} a
 */
export function pack(r, g, b, a) {
  return (r | (g << 8) | (b << 16) | (a << 24)) >>> 0;
}

/** @param {number} color @returns {[number, number, number, number]} */
export function unpack(color) {
  return [color & 255, (color >>> 8) & 255, (color >>> 16) & 255, color >>> 24];
}

/** @param {string} hex "#rrggbb" or "#rrggbbaa" */
export function packHex(hex) {
  const value = hex.slice(1).padEnd(8, "f");
  const [r, g, b, a] = [0, 2, 4, 6].map((at) => Number.parseInt(value.slice(at, at + 2), 16));
  return pack(r, g, b, a);
}

/**
 * A tone that the sheet leaves out shows as normal.
 * @param {T.Entry} entry
 * @param {number} tone
 */
export function toneColor(entry, tone) {
  return entry[TONES[tone]] ?? entry.normal;
}

/**
 * @param {T.Entry[]} entries
 * @returns {Uint32Array} packed colours at [4 * key + tone]; key 0 (unpainted) is transparent, a missing key LOST
 */
export function paletteTable(entries) {
  const size = entries.reduce((largest, entry) => Math.max(largest, entry.key), 0) + 1;
  const table = new Uint32Array(4 * size).fill(LOST, 4);
  for (const entry of entries) {
    for (let tone = 0; tone < 4; tone++) table[4 * entry.key + tone] = packHex(toneColor(entry, tone));
  }
  return table;
}

/**
 * @param {Uint32Array} table from paletteTable
 * @param {number} entry
 * @param {number} tone
 */
export function lookUp(table, entry, tone) {
  const at = 4 * entry + tone;
  return at < table.length ? table[at] : LOST;
}

/**
 * @param {T.Painting} painting
 * @param {Uint32Array} table
 * @returns {Uint32Array} one packed colour per segment; 0 = transparent
 */
export function segmentColors(painting, table) {
  const colors = new Uint32Array(painting.entry.length);
  for (let label = 1; label < colors.length; label++) {
    colors[label] = lookUp(table, painting.entry[label], painting.tone[label]);
  }
  return colors;
}

/** Is black or white text easier to read on this colour? @param {string} hex */
export function isLight(hex) {
  const [r, g, b] = unpack(packHex(hex));
  return 0.299 * r + 0.587 * g + 0.114 * b > 140;
}
