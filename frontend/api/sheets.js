// @ts-check
/** Colour design sheets, their editions and scenes. */
import { API, call, get, upload } from "./requests.js";

/** @import * as T from "../types.js" */

export const sheets = {
  /** @param {number} id @returns {Promise<T.Sheet>} */
  get: (id) => get(`sheets/${id}/`),
  /**
   * @param {number} character
   * @param {FormData} form
   * @param {(share: number) => void} progress
   * @param {AbortSignal} [signal]
   * @returns {Promise<T.Sheet>}
   */
  fromPicture: (character, form, progress, signal) =>
    upload(`characters/${character}/sheets/from-picture/`, form, progress, signal),
  /** @param {number} id @param {Partial<T.Entry>} entry @returns {Promise<T.Entry>} */
  addEntry: (id, entry) => call("POST", `sheets/${id}/entries/`, entry),
  /** @param {number} id @param {number} key @param {Partial<T.Entry>} change @returns {Promise<T.Entry>} */
  changeEntry: (id, key, change) => call("PATCH", `sheets/${id}/entries/${key}/`, change),
  /**
   * @param {number} id
   * @param {FormData} form
   * @param {(share: number) => void} progress
   * @param {AbortSignal} [signal]
   * @returns {Promise<unknown>}
   */
  addView: (id, form, progress, signal) => upload(`sheets/${id}/views/`, form, progress, signal),
  /** @param {number} id @param {number} view @returns {Promise<void>} */
  removeView: (id, view) => call("DELETE", `sheets/${id}/views/${view}/`),
  /** @param {number} id @param {T.PaletteFormat} format @param {number | null} [scene] in its colours */
  paletteUrl: (id, format, scene = null) => `${API}sheets/${id}/palette/?format=${format}${scene === null ? "" : `&scene=${scene}`}`,
  /**
   * @param {number} id
   * @param {FormData} form
   * @param {(share: number) => void} progress
   * @param {AbortSignal} [signal]
   * @returns {Promise<T.Sheet>} the next version of the sheet
   */
  usePalette: (id, form, progress, signal) => upload(`sheets/${id}/palette/`, form, progress, signal),
  /**
   * @param {number} id
   * @param {number} key
   * @param {number | null} [successor] what is painted with it shows that one instead
   * @returns {Promise<void>}
   */
  removeEntry: (id, key, successor = null) => call("DELETE", `sheets/${id}/entries/${key}/${successor === null ? "" : `?successor=${successor}`}`),
  /** @param {number} id @param {number} key @param {string} name @returns {Promise<T.Entry>} a second one of the same colours */
  splitEntry: (id, key, name) => call("POST", `sheets/${id}/entries/${key}/split/`, { name }),
  /** @param {number} id @param {number[]} keys in their new order @returns {Promise<T.Sheet>} */
  orderEntries: (id, keys) => call("PUT", `sheets/${id}/order/`, { keys }),
  /** The working sheet, then its editions, newest first. @param {number} id @returns {Promise<T.SheetLine[]>} */
  editions: (id) => get(`sheets/${id}/editions/`),
  /** @param {number} id @param {string} name @param {string} note @returns {Promise<T.Sheet>} the edition */
  publish: (id, name, note) => call("POST", `sheets/${id}/editions/`, { name, note }),
  /** @param {number} id @param {number} edition @returns {Promise<{sheet: T.Sheet, kept_as: string | null, kept: T.Entry[]}>} */
  restore: (id, edition) => call("POST", `sheets/${id}/restore/`, { edition }),
  /** @param {number} id @param {number} other @returns {Promise<T.Difference>} */
  compare: (id, other) => get(`sheets/${id}/compare/${other}/`),
  /** @param {number} id @param {{name: string, tint?: string}} scene @returns {Promise<T.Scene>} */
  addScene: (id, scene) => call("POST", `sheets/${id}/scenes/`, scene),
  /** @param {number} id @param {number} scene @returns {Promise<void>} */
  removeScene: (id, scene) => call("DELETE", `sheets/${id}/scenes/${scene}/`),
  /** @param {number} id @param {number} scene @param {number} key @param {Partial<T.Tones>} tones null = as by day @returns {Promise<T.Scene>} */
  changeSceneEntry: (id, scene, key, tones) => call("PATCH", `sheets/${id}/scenes/${scene}/entries/${key}/`, tones),
  /**
   * @param {number} id
   * @param {number} scene
   * @param {FormData} form
   * @param {(share: number) => void} progress
   * @param {AbortSignal} [signal]
   * @returns {Promise<T.Scene>}
   */
  useScenePalette: (id, scene, form, progress, signal) => upload(`sheets/${id}/scenes/${scene}/palette/`, form, progress, signal),
};
