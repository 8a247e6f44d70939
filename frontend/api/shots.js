// @ts-check
/** Shots as a whole. */
import { API, call, get, upload } from "./requests.js";

/** @import * as T from "../types.js" */

export const shots = {
  /** @param {number} id @returns {Promise<T.Shot>} */
  get: (id) => get(`shots/${id}/`),
  /** @param {number} id @returns {Promise<void>} */
  remove: (id) => call("DELETE", `shots/${id}/`),
  /** @param {number} id @returns {Promise<{event: number, paintings: Record<string, T.PaintingJson>}>} */
  paintings: (id) => get(`shots/${id}/paintings/`),
  /** @param {number} id @returns {Promise<T.Queue>} */
  queue: (id) => get(`shots/${id}/queue/`),
  /** @param {number} id @returns {Promise<T.Run>} */
  run: (id) => call("POST", `shots/${id}/runs/`, {}),
  /** @param {string} id @returns {Promise<T.Run>} */
  cancelRun: (id) => call("POST", `runs/${id}/cancel/`),
  /** @param {number} id @param {{name?: string, fps?: number, gaps?: T.GapSettings, sheet?: number, scene?: number | null}} change @returns {Promise<T.Shot>} */
  change: (id, change) => call("PATCH", `shots/${id}/`, change),
  /** @param {number} id */
  timesheetUrl: (id) => `${API}shots/${id}/timesheet.xdts`,
  /**
   * @param {number} id
   * @param {FormData} form
   * @param {(share: number) => void} progress
   * @param {AbortSignal} [signal]
   * @returns {Promise<T.Shot>}
   */
  useTimesheet: (id, form, progress, signal) => upload(`shots/${id}/timesheet/`, form, progress, signal, "PUT"),
  /** One frame a drawing again. @param {number} id @returns {Promise<T.Shot>} */
  dropTimesheet: (id) => call("DELETE", `shots/${id}/timesheet/`),
  /** @param {number} id @param {T.ExportFormat} format @param {"drawn" | "painted"} lines @param {number | null} scene null = by day */
  exportUrl: (id, format, lines, scene) => `${API}shots/${id}/export/?format=${format}&lines=${lines}&scene=${scene ?? 0}`,
};
