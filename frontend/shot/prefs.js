// @ts-check
/** How this person likes the desk; kept in this browser. */

const KEY = "shiage.desk";

/** Trace lines in the colour of their side as on a finished cel; all lines as drawn; no lines. */
export const LINES = /** @type {const} */ (["painted", "drawn", "none"]);

/** @typedef {{lines: typeof LINES[number], onion: boolean, parts: boolean, notes: boolean, paper: number, fps: number, loop: boolean, carry: boolean}} Prefs */

/** @type {Prefs} */
const DEFAULTS = { lines: "painted", onion: false, parts: true, notes: true, paper: 0, fps: 24, loop: true, carry: true };

/** @returns {Prefs} */
export function loadPrefs() {
  /** @type {Prefs} */
  let kept = DEFAULTS;
  try {
    kept = { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? "{}") };
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem;
  }
  return LINES.includes(kept.lines) ? kept : { ...kept, lines: DEFAULTS.lines }; // it was yes or no once
}

/** @param {Prefs} prefs */
export function savePrefs(prefs) {
  localStorage.setItem(KEY, JSON.stringify(prefs));
}
