// @ts-check
/** Who one is, and what one belongs to. */
import { call, get, upload } from "./requests.js";

/** @import * as T from "../types.js" */

export const session = {
  /** @returns {Promise<{user: T.User}>} */
  get: () => get("session/"),
  /** @param {string} username @param {string} password @returns {Promise<{user: T.User}>} */
  open: (username, password) => call("POST", "session/", { username, password }),
  /** @returns {Promise<void>} */
  close: () => call("DELETE", "session/"),
};

export const productions = {
  /** @returns {Promise<T.Production[]>} */
  list: () => get("productions/"),
  /** @param {number} id @returns {Promise<T.Production>} */
  get: (id) => get(`productions/${id}/`),
  /** @param {number} studio @param {string} name @returns {Promise<T.Production>} */
  create: (studio, name) => call("POST", "productions/", { studio, name }),
  /** @param {number} id @returns {Promise<T.Character[]>} */
  characters: (id) => get(`productions/${id}/characters/`),
  /** @param {number} id @param {string} name @returns {Promise<T.Character>} */
  addCharacter: (id, name) => call("POST", `productions/${id}/characters/`, { name }),
  /** @param {number} id @returns {Promise<T.ShotLine[]>} */
  shots: (id) => get(`productions/${id}/shots/`),
  /**
   * @param {number} id
   * @param {FormData} form
   * @param {(share: number) => void} progress
   * @param {AbortSignal} [signal]
   * @returns {Promise<T.Shot>}
   */
  addShot: (id, form, progress, signal) => upload(`productions/${id}/shots/`, form, progress, signal),
};
