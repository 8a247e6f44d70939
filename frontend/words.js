// @ts-check
/** What the page says, in its language. English is the key; the page brings the rest along (see webapp/locale). */

/** @type {Record<string, string | string[]>} */
const WORDS = JSON.parse(globalThis.document?.getElementById("words")?.textContent ?? "{}");

/** As in `<html lang>`. */
export const language = globalThis.document?.documentElement.lang || "en";

const COUNT = new Intl.NumberFormat(language);

/** @typedef {Record<string, string | number>} Facts what stands for the {names} of a text */

/**
 * @param {string} text English, word for word as in webapp/locale
 * @param {Facts} [facts]
 * @returns {string}
 */
export function _(text, facts) {
  const found = WORDS[text];
  return filled(typeof found === "string" ? found : text, facts);
}

/**
 * A text about a number, which stands for {count}.
 * @param {string} one
 * @param {string} many
 * @param {number} count
 * @param {Facts} [facts]
 * @returns {string}
 */
export function _n(one, many, count, facts) {
  const found = WORDS[one];
  // Languages with plurals of their own would need their rule here: Japanese has one form, English two.
  const text = Array.isArray(found) ? found[0] : count === 1 ? one : many;
  return filled(text, { count: COUNT.format(count), ...facts });
}

/** @param {string} text @param {Facts} [facts] */
function filled(text, facts) {
  return facts ? text.replace(/\{(\w+)\}/g, (hole, name) => String(facts[name] ?? hole)) : text;
}
