// @ts-check
/** Labels that speak a colour's name. */

/** @import { Signal } from "../signal.js" */

/**
 * A control whose label, and tooltip if it has one, say what it is called now.
 * @template {HTMLElement} E
 * @param {E} control
 * @param {() => string} words
 * @param {Signal<void>} renamed
 * @returns {E}
 */
export function named(control, words, renamed) {
  const say = () => {
    control.setAttribute("aria-label", words());
    if (control.title) control.title = words();
  };
  say();
  renamed.on(say);
  return control;
}
