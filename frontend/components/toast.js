// @ts-check
import { h, iconButton } from "../dom.js";
import { _ } from "../words.js";

const SHOWN_FOR = { info: 4000, good: 4000, error: 12000 }; // ms

/** @returns {HTMLElement} */
function shelf() {
  const here = document.querySelector(".toasts");
  if (here instanceof HTMLElement) return here;
  const made = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
  document.body.append(made);
  return made;
}

/**
 * Say something in passing. The same words twice are said once.
 * @param {string} message
 * @param {"info" | "good" | "error"} [kind]
 * @param {{words: string, perform: () => void} | null} [action] what can be done about it
 */
export function toast(message, kind = "info", action = null) {
  const place = shelf();
  for (const other of place.querySelectorAll(".toast")) if (other.firstChild?.textContent === message) other.remove();
  const note = h("div", { class: `toast ${kind}` }, h("span", null, message));
  if (action) note.append(h("button", { type: "button", class: "button quiet", onclick: action.perform }, action.words));
  note.append(iconButton("close", _("Close this message"), () => note.remove(), "small"));
  place.append(note);
  setTimeout(() => note.remove(), SHOWN_FOR[kind]);
}
