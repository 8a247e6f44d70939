// @ts-check
/** A small form for a few words: Ctrl or Command with Enter sends them, Esc leaves. */
import { h } from "../dom.js";
import { _ } from "../words.js";

const LONGEST = 2000; // characters, as on the server

/**
 * @param {object} how
 * @param {string} how.label
 * @param {string} how.act the button
 * @param {(text: string) => Promise<boolean>} how.send false: refused, and the words stay
 * @param {() => void} [how.discard] may be left without words
 */
export function wordsForm({ label, act, send, discard }) {
  const text = h("textarea", { class: "input", rows: 2, maxlength: LONGEST, required: true, "aria-label": label, placeholder: label });
  const button = h("button", { type: "submit", class: "button primary", title: _("{act} (Ctrl Enter)", { act }) }, act);
  const form = h(
    "form",
    { class: "words-form" },
    text,
    h("div", { class: "actions" }, discard && h("button", { type: "button", class: "button quiet", onclick: () => leave() }, _("Discard")), button),
  );
  const leave = () => {
    text.value = "";
    discard?.();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    if (await send(text.value.trim())) text.value = "";
    button.disabled = false;
  });
  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter and Esc belong to the input method while it turns kana into kanji
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    else if (event.key === "Escape") {
      text.blur();
      if (discard) leave();
    }
  });
  return { element: form, focus: () => text.focus() };
}
