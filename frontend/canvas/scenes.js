// @ts-check
/** A sheet in the light of one of its scenes; the server has the same rule for pictures and exports. */
import { TONES } from "./palette.js";

/** @import * as T from "../types.js" */

/**
 * The entries as they look in a scene. It recolours the tones that the sheet has and adds none.
 * @param {T.Entry[]} entries by day
 * @param {T.Scene | undefined} scene undefined = by day
 * @returns {T.Entry[]}
 */
export function inScene(entries, scene) {
  if (!scene) return entries;
  const colors = new Map(scene.colors.map((color) => [color.key, color]));
  return entries.map((entry) => {
    const own = colors.get(entry.key);
    const tones = TONES.map((tone) => [tone, entry[tone] && (own?.[tone] ?? entry[tone])]);
    return own ? { ...entry, ...Object.fromEntries(tones) } : entry;
  });
}
