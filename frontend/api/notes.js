// @ts-check
/** Notes pinned to places of drawings, and the answers to them. */
import { API, call, get } from "./requests.js";

/** @import * as T from "../types.js" */

export const notes = {
  /** A shot's, open and resolved. @param {number} shot @returns {Promise<{notes: T.Note[]}>} */
  list: (shot) => get(`shots/${shot}/notes/`),
  /** @param {number} shot the same for a spreadsheet */
  fileUrl: (shot) => `${API}shots/${shot}/notes.csv`,
  /** @param {number} drawing @param {T.NewNote} note @returns {Promise<T.Note>} */
  pin: (drawing, note) => call("POST", `drawings/${drawing}/notes/`, note),
  /** Settle it, open it again, take it back, bring it back. @param {number} id @param {{resolved?: boolean, active?: boolean}} change @returns {Promise<T.Note>} */
  change: (id, change) => call("PATCH", `notes/${id}/`, change),
  /** @param {number} id @param {string} text @param {string} client @returns {Promise<T.Reply>} */
  answer: (id, text, client) => call("POST", `notes/${id}/replies/`, { text, client }),
};
