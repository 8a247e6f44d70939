// @ts-check
/** From key presses to commands. */
import { isTyping } from "../dom.js";
import { COMMANDS } from "./index.js";

/** @import { Desk } from "../shot/desk.js" */

const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);

/** @type {Record<string, string>} */
const SHOWN = {
  ArrowLeft: "←", ArrowRight: "→", PageUp: "Page ↑", PageDown: "Page ↓", Escape: "Esc", Mod: MAC ? "⌘" : "Ctrl", Shift: "⇧",
};

/** @param {string} shortcut as a painter reads it */
export function shown(shortcut) {
  return shortcut === "+" ? "+" : shortcut.split("+").map((part) => SHOWN[part] ?? part).join(" ");
}

/**
 * The names that a key press answers to: "?" comes with Shift on most keyboards, and Shift+1 writes "!".
 * @param {KeyboardEvent} event
 * @returns {string[]}
 */
export function namesOf(event) {
  const mod = event.ctrlKey || event.metaKey ? "Mod+" : "";
  const shift = event.shiftKey ? "Shift+" : "";
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const names = [mod + shift + key];
  const isLetter = key.toUpperCase() !== key.toLowerCase();
  if (shift && key.length === 1 && !isLetter) names.push(mod + key);
  const digit = event.code.match(/^Digit(\d)$/)?.[1];
  if (digit) names.push(mod + shift + digit);
  return names;
}

/** @param {KeyboardEvent} event */
function belongsToControl({ target, key, shiftKey }) {
  // Tab walks through the page as everywhere, but from the canvas.
  if (key === "Tab" && target !== document.body && !(target instanceof HTMLCanvasElement)) return true;
  if (document.querySelector("dialog[open]") || isTyping()) return true;
  const pressable = target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement || target instanceof HTMLInputElement;
  return pressable && ((key === "Enter" && !shiftKey) || key === " ");
}

/**
 * @param {Desk} desk
 * @returns {() => void} stops listening
 */
export function listenToKeys(desk) {
  // Esc on the canvas gives Tab to the page until something else is done: no trap for who has but a keyboard.
  let leaving = false;
  /** @param {KeyboardEvent} event */
  const down = (event) => {
    if (event.defaultPrevented || belongsToControl(event)) return;
    if (event.key === " " || event.key === "Alt") {
      event.preventDefault();
      desk.kit.holdTool(event.key === " " ? "hand" : "dropper");
      return;
    }
    if (event.altKey) return;
    if (leaving && (event.key === "Tab" || event.key === "Shift")) return;
    leaving = event.key === "Escape";
    const names = namesOf(event);
    const meant = COMMANDS.filter(({ shortcuts }) => shortcuts.some((shortcut) => names.includes(shortcut)));
    const command = meant.find((one) => one.enabled(desk)) ?? meant[0];
    if (!command) return;
    event.preventDefault();
    if ((event.repeat && !command.repeats) || !command.enabled(desk)) return;
    command.perform(desk);
  };
  /** @param {KeyboardEvent} event */
  const up = (event) => {
    if (event.key === " " || event.key === "Alt") desk.kit.holdTool(null);
  };
  const away = () => desk.kit.holdTool(null);
  const point = () => {
    leaving = false;
  };
  addEventListener("pointerdown", point);
  addEventListener("keydown", down);
  addEventListener("keyup", up);
  addEventListener("blur", away);
  return () => {
    removeEventListener("pointerdown", point);
    removeEventListener("keydown", down);
    removeEventListener("keyup", up);
    removeEventListener("blur", away);
  };
}
