// @ts-check
import { h } from "../dom.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */

/**
 * @param {T.Run | null} run
 * @returns {string}
 */
export function runWords(run) {
  if (!run) return _("Not coloured yet");
  const { status, drawings_done: done, drawings_total: total } = run;
  if (status === "queued") return _("Waiting for a worker");
  if (status === "running") return _("Colouring {done} of {total}", { done, total });
  if (status === "done") return _("Coloured");
  if (status === "cancelled") return _("Stopped at {done} of {total}", { done, total });
  return _("Failed: {reason}", { reason: run.reason });
}

/**
 * A run's state in words with, while it runs, how far it is.
 * @param {T.Run | null} run
 */
export function runState(run) {
  const active = run !== null && (run.status === "queued" || run.status === "running");
  const bar = h("progress", { max: Math.max(1, run?.drawings_total ?? 1), "aria-label": _("Drawings coloured") });
  if (active && run.status === "running") bar.value = run.drawings_done;
  const words = runWords(run);
  return h("div", { class: `run ${run?.status ?? "none"}`, title: words }, h("span", { class: "run-words" }, words), active && bar);
}
