// @ts-check
/** Drawings, and what people decide and draw on them. */
import { API, ask, call, csrf, get } from "./requests.js";

/** @import * as T from "../types.js" */

export const drawings = {
  /** @param {number} id @returns {Promise<T.PaintingJson>} */
  painting: (id) => get(`drawings/${id}/painting/`),
  /** @param {number} id @returns {Promise<{closures: T.Closure[]}>} */
  closures: (id) => get(`drawings/${id}/closures/`),
  /**
   * What other settings would close; nothing is saved.
   * @param {number} id
   * @param {T.GapSettings} gaps
   * @param {AbortSignal} signal
   * @returns {Promise<{closures: T.Gap[]}>}
   */
  async previewClosures(id, { mode, max, radius }, signal) {
    const response = await ask(`${API}drawings/${id}/closures/preview/?mode=${mode}&max=${max}&radius=${radius}`, { signal });
    return response.json();
  },
  /** @param {number} id @param {T.Polyline} points @param {string} client @returns {Promise<T.Closure>} */
  addClosure: (id, points, client) => call("POST", `drawings/${id}/closures/`, { points, client }),
  /** @param {number} id @returns {Promise<{strokes: T.PartStroke[]}>} */
  strokes: (id) => get(`drawings/${id}/strokes/`),
  /** @param {number} id @param {{part: T.Part, points: T.Polyline, client: string}} stroke @returns {Promise<T.PartStroke>} */
  addStroke: (id, stroke) => call("POST", `drawings/${id}/strokes/`, stroke),
  /** @param {number} id @returns {Promise<T.Correction[]>} */
  corrections: (id) => get(`drawings/${id}/corrections/`),
  /**
   * @param {string} url the drawing's `labels_url`
   * @param {AbortSignal} [signal]
   * @returns {Promise<{bytes: ArrayBuffer, width: number}>} raw label map; bytes per label
   */
  async labels(url, signal) {
    const response = await ask(url, { signal: signal ?? null });
    return { bytes: await response.arrayBuffer(), width: Number(response.headers.get("X-Label-Bytes") ?? 2) };
  },
  /** @param {string} url @param {AbortSignal} [signal] @returns {Promise<Blob>} */
  async picture(url, signal) {
    return (await ask(url, { signal: signal ?? null })).blob();
  },
  /**
   * @param {number} id
   * @param {number} width of the picture
   * @param {"drawn" | "painted" | "none"} lines
   * @param {number | string} version changes when the painting does, so that the browser asks again
   * @param {number | null} scene null = by day
   */
  paintedUrl: (id, width, lines, version, scene) => `${API}drawings/${id}/painted.png?width=${width}&lines=${lines}&scene=${scene ?? 0}&v=${version}`,
  /** A veil over its small picture, with holes where an entry is. @param {number} id @param {number} entry @param {number} width @param {string} version */
  veilUrl: (id, entry, width, version) => `${API}drawings/${id}/veil.png?entry=${entry}&width=${width}&v=${version}`,
  /**
   * @param {T.Deed} deed
   * @param {number | null} undoes id of the correction to take back
   * @returns {Promise<{answer: T.CorrectionAnswer, repeated: boolean}>}
   */
  async correct(deed, undoes) {
    const path = undoes === null ? `drawings/${deed.drawing}/corrections/` : `corrections/${undoes}/undo/`;
    const body = undoes === null ? { segments: deed.segments, labels: deed.labels, ...deed.paint, client: deed.client, carry: deed.carry, gesture: deed.gesture } : { client: deed.client };
    const response = await ask(API + path, {
      method: "POST",
      headers: { ...csrf(), "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return { answer: await response.json(), repeated: response.status === 200 };
  },
};

export const closures = {
  /** @param {number} id @param {boolean} active @returns {Promise<T.Closure>} */
  change: (id, active) => call("PATCH", `closures/${id}/`, { active }),
};

export const strokes = {
  /** Rub it out, or bring it back. @param {number} id @param {boolean} active @returns {Promise<T.PartStroke>} */
  change: (id, active) => call("PATCH", `strokes/${id}/`, { active }),
};
