// @ts-check
/** Sends a form with files: how far it is, a way to stop, and what was refused. */
import { ApiError } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

export class Sending {
  #bar = h("progress", { max: 1, value: 0, "aria-label": _("Sent") });
  #words = h("span", { class: "sending-words" });
  #stop = h("button", { type: "button", class: "button quiet", onclick: () => this.#abort.abort() }, _("Cancel upload"));
  #abort = new AbortController();
  element = h("div", { class: "sending", hidden: true }, this.#bar, this.#words, this.#stop);
  refusals = h("div", { class: "refusals", role: "alert", hidden: true });

  /**
   * @template R
   * @param {(progress: (share: number) => void, signal: AbortSignal) => Promise<R>} send
   * @returns {Promise<R | null>} null = refused or cancelled, and said so
   */
  async run(send) {
    this.#abort = new AbortController();
    this.refusals.hidden = true;
    this.element.hidden = false;
    this.#show(0);
    try {
      return await send((share) => this.#show(share), this.#abort.signal);
    } catch (problem) {
      if (problem instanceof ApiError) this.#refuse(problem);
      else if (!(problem instanceof DOMException)) throw problem;
      return null;
    } finally {
      this.element.hidden = true;
    }
  }

  /** @param {number} share */
  #show(share) {
    if (share < 1) this.#bar.value = share;
    else this.#bar.removeAttribute("value"); // sent; now the server looks at every file
    this.#words.textContent = share < 1 ? _("Sending {share} %", { share: Math.round(100 * share) }) : _("Checking every file");
  }

  /** @param {ApiError} problem */
  #refuse(problem) {
    const list = Array.isArray(problem.details) ? /** @type {T.FileRefusal[]} */ (problem.details) : [];
    const lines = list.map(({ file, message }) => h("li", null, h("strong", null, file), " ", withoutName(message, file)));
    const head =
      lines.length > 0 ? _("Nothing was saved. Put these files right and send them again:") : problem.message;
    this.refusals.replaceChildren(h("p", null, icon("warning"), head));
    if (lines.length > 0) this.refusals.append(h("ul", null, ...lines));
    this.refusals.hidden = false;
  }
}

/** The name stands before it already; in Japanese a wide colon follows it. @param {string} message @param {string} file */
function withoutName(message, file) {
  const colon = [": ", "："].find((mark) => message.startsWith(file + mark));
  return colon ? message.slice(file.length + colon.length) : message;
}
