// @ts-check
/** Which files a file picker offers, and which ones count in a dropped folder. */

export const PICTURES = [".png", ".tga", ".tif", ".tiff", ".psd"];
/** What a shot is made of. */
export const SHOT_FILES = [...PICTURES, ".tlv", ".tpl", ".xdts", ".zip"];
export const TIMESHEETS = [".xdts"];
export const PALETTES = [".gpl", ".aco", ".ase", ".tpl", ".yml", ".yaml", ".json"];

/** @param {string} name of a file @param {string[]} kinds */
export function isOneOf(name, kinds) {
  return kinds.some((kind) => name.toLowerCase().endsWith(kind));
}
