// @ts-check

/**
 * Show a colour; a see-through one lies on a checkerboard.
 * @template {HTMLElement} E
 * @param {E} element
 * @param {string} hex "#rrggbbaa"
 * @returns {E}
 */
export function showColour(element, hex) {
  element.style.setProperty("--colour", hex);
  element.classList.add("coloured");
  return element;
}
