// @ts-check
import { h } from "../dom.js";
import { Signal } from "../signal.js";
import { named } from "./named.js";
import { toast } from "./toast.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

const HEX = /^#?([0-9a-f]{6})([0-9a-f]{2})?$/i;

/** @typedef {(change: Partial<T.Entry>) => Promise<boolean>} Save */

/**
 * The system's colour picker and, beside it, the number: a supervisor pastes those from the design.
 * @param {T.Entry} entry
 * @param {T.ToneName} tone
 * @param {string} label
 * @param {Save} save
 * @param {Signal<void>} [renamed] the entry has another name now
 */
export function colourInput(entry, tone, label, save, renamed = new Signal()) {
  const picker = named(h("input", { type: "color", class: "picker" }), () => _("{colour}, {tone}: pick", { colour: entry.name, tone: label }), renamed);
  const text = named(
    h("input", { class: "input bare hex", maxlength: 9, spellcheck: "false", placeholder: _("none") }),
    () => _("{colour}, {tone}: number", { colour: entry.name, tone: label }),
    renamed,
  );
  /** @param {string} [typed] what stood there when the saving began: whoever types on meanwhile keeps the words */
  const show = (typed = text.value) => {
    const hex = entry[tone];
    if (text.value === typed) text.value = hex ? (hex.endsWith("ff") ? hex.slice(0, 7) : hex) : "";
    picker.value = (hex ?? "#000000").slice(0, 7);
    picker.classList.toggle("none", !hex);
  };
  picker.addEventListener("change", async () => {
    const typed = text.value;
    await save({ [tone]: picker.value + (entry[tone]?.slice(7) ?? "ff") });
    show(typed);
  });
  text.addEventListener("change", async () => {
    const typed = text.value;
    const match = HEX.exec(typed.trim());
    if (match) await save({ [tone]: `#${match[1]}${match[2] ?? "ff"}`.toLowerCase() });
    else if (typed.trim() === "" && tone !== "normal") await save({ [tone]: null });
    else toast(_('"{text}" is no colour. Write six digits, such as #f2c4a0.', { text: typed }), "error");
    show(typed);
  });
  show();
  return h("span", { class: "colour" }, picker, text);
}
