// @ts-check
import { ApiError } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openDialog } from "./dialog.js";
import { toast } from "./toast.js";
import { _ } from "../words.js";

/**
 * Ask before something is gone for good.
 * @param {object} question
 * @param {string} question.title
 * @param {string} question.words what goes with it
 * @param {string} question.act the button, as in "Delete the shot"
 * @param {boolean} [question.danger] false: it can be had back
 * @param {() => Promise<unknown>} question.perform
 */
export function confirmLoss({ title, words, act, danger = true, perform }) {
  const button = h("button", { type: "submit", class: `button ${danger ? "danger" : "primary"}` }, icon(danger ? "trash" : "undo"), act);
  const keep = h("button", { type: "button", class: "button quiet", autofocus: true, onclick: () => dialog.close() }, _("Keep it"));
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await perform();
      dialog.close();
    } catch (refused) {
      if (!(refused instanceof ApiError)) throw refused;
      toast(refused.message, "error");
      button.disabled = false;
    }
  };
  const dialog = openDialog(title, [h("form", { class: "stack", onsubmit: submit }, h("p", null, words), h("div", { class: "actions" }, keep, button))]);
}
