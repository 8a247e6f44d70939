// @ts-check
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openDialog } from "./dialog.js";
import { Sending } from "./sending.js";

/** @import { Child } from "../dom.js" */

/**
 * A dialog with fields and drop zones whose files go to the server; refused, it stays open and says why.
 * @template R
 * @param {object} form
 * @param {string} form.title
 * @param {string} form.act the button's words
 * @param {Child[]} form.content
 * @param {() => boolean} form.ready is everything there that is needed?
 * @param {() => FormData} form.data
 * @param {(data: FormData, progress: (share: number) => void, signal: AbortSignal) => Promise<R>} form.send
 * @param {(answer: R) => void} form.done
 * @returns {{refresh: () => void, close: () => void}}
 */
export function openSendFiles({ title, act, content, ready, data, send, done }) {
  const button = h("button", { type: "submit", class: "button primary", disabled: true }, icon("upload"), act);
  const sending = new Sending();
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    button.disabled = true;
    const answer = await sending.run((progress, signal) => send(data(), progress, signal));
    button.disabled = !ready();
    if (answer === null) return;
    dialog.close();
    done(answer);
  };
  const dialog = openDialog(title, [
    h("form", { class: "stack", onsubmit: submit }, ...content, sending.refusals, sending.element, h("div", { class: "actions" }, button)),
  ]);
  return { refresh: () => (button.disabled = !ready()), close: () => dialog.close() };
}
