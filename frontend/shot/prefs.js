// @ts-check
/** How this person likes the desk; kept in this browser. */

const KEY = "shiage.desk";

/** @typedef {{lines: boolean, onion: boolean, paper: number, fps: number, loop: boolean}} Prefs */

/** @type {Prefs} */
const DEFAULTS = { lines: true, onion: false, paper: 0, fps: 24, loop: true };

/** @returns {Prefs} */
export function loadPrefs() {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch (problem) {
    if (problem instanceof SyntaxError) return { ...DEFAULTS };
    throw problem;
  }
}

/** @param {Prefs} prefs */
export function savePrefs(prefs) {
  localStorage.setItem(KEY, JSON.stringify(prefs));
}
