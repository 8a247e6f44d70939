// @ts-check
/** The only module that talks to the server. */
import { Signal } from "./signal.js";
import { _ } from "./words.js";

/** @import * as T from "./types.js" */

const API = "/api/v1/";
const UNREACHABLE = _("The server cannot be reached. Your work is kept here; try again in a moment.");

/** What the server (or the network) refused, in words for a painter. */
export class ApiError extends Error {
  /**
   * @param {number} status 0 = no answer at all
   * @param {string} code
   * @param {string} message
   * @param {unknown} [details]
   */
  constructor(status, code, message, details = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }

  /** Would the same request have a chance later? */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Someone must sign in: the pages decide what to do about it. @type {Signal<void>} */
export const signedOut = new Signal();

/** @returns {Record<string, string>} */
function csrf() {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  return token ? { "X-CSRFToken": token } : {};
}

/**
 * @param {number} status
 * @param {string} text
 * @returns {ApiError}
 */
function refusal(status, text) {
  let body = null;
  try {
    body = JSON.parse(text);
  } catch {
    // A proxy's HTML page: its status is all that we can tell.
  }
  const error = body?.error ?? {};
  if (status === 401 && error.code === "not_signed_in") signedOut.emit();
  return new ApiError(status, error.code ?? "unknown", error.message ?? _("The server answered {status}.", { status }), error.details);
}

/**
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Response>} an answer that is not an error
 */
async function ask(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === "AbortError") throw problem;
    throw new ApiError(0, "unreachable", UNREACHABLE);
  }
  if (!response.ok) throw refusal(response.status, await response.text());
  return response;
}

/**
 * @template T
 * @param {string} method
 * @param {string} path below /api/v1/
 * @param {unknown} [body]
 * @returns {Promise<T>}
 */
async function call(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = method === "GET" ? {} : csrf();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await ask(API + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  return response.status === 204 ? /** @type {T} */ (undefined) : response.json();
}

/** @template T @param {string} path @returns {Promise<T>} */
const get = (path) => call("GET", path);

/**
 * Send files, saying how far it is.
 * @template T
 * @param {string} path
 * @param {FormData} form
 * @param {(share: number) => void} progress 0..1 of the bytes
 * @param {AbortSignal} [signal]
 * @param {"POST" | "PUT"} [method]
 * @returns {Promise<T>}
 */
function upload(path, form, progress, signal, method = "POST") {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, API + path);
    for (const [name, value] of Object.entries(csrf())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText));
      else reject(refusal(request.status, request.responseText));
    };
    request.onerror = () => reject(new ApiError(0, "unreachable", _("The upload broke off: the server cannot be reached.")));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    signal?.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

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

export const closures = {
  /** @param {number} id @param {boolean} active @returns {Promise<T.Closure>} */
  change: (id, active) => call("PATCH", `closures/${id}/`, { active }),
};

export const strokes = {
  /** Rub it out, or bring it back. @param {number} id @param {boolean} active @returns {Promise<T.PartStroke>} */
  change: (id, active) => call("PATCH", `strokes/${id}/`, { active }),
};

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

const FIRST_WAIT = 250; // ms
const LONGEST_WAIT = 5000; // ms
const GONE = new Set([4401, 4404]);

/**
 * A production's events, in order and without gaps, for as long as the page lives: it comes back by itself after the
 * server was away, and asks for what it missed.
 */
export class Stream {
  /** @type {Signal<T.ShotEvent>} */
  events = new Signal();
  /** @type {Signal<"live" | "away" | "refused">} */
  states = new Signal();
  /** @type {"live" | "away" | "refused"} */
  state = "away";

  #production;
  #last;
  #wait = FIRST_WAIT;
  /** @type {WebSocket | null} */
  #socket = null;
  #timer = 0;
  #closed = false;

  /**
   * @param {number} production
   * @param {number} since number of the last event that the page already shows
   */
  constructor(production, since) {
    this.#production = production;
    this.#last = since;
    addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#connect();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    this.#socket?.close();
  }

  #hurry = () => {
    if (this.state !== "away" || this.#socket || this.#closed || document.hidden) return;
    clearTimeout(this.#timer);
    this.#connect();
  };

  #connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws/productions/${this.#production}/?since=${this.#last}`);
    this.#socket = socket;
    socket.onmessage = (message) => this.#hear(JSON.parse(message.data));
    socket.onclose = (event) => {
      this.#socket = null;
      if (this.#closed) return;
      if (event.code === 4401) signedOut.emit();
      this.#turn(GONE.has(event.code) ? "refused" : "away");
      if (this.state === "away") this.#later();
    };
  }

  #later() {
    // Half of the wait is chance, so that a restarted server is not met by everybody at once.
    this.#timer = setTimeout(() => this.#connect(), this.#wait * (0.5 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  /** @param {T.ShotEvent} event */
  #hear(event) {
    if (event.kind === "hello") {
      this.#wait = FIRST_WAIT;
      this.#turn("live");
      return;
    }
    if (event.number <= this.#last) return;
    if (event.number > this.#last + 1) {
      this.#socket?.close(); // something was missed: come back and ask for it
      return;
    }
    this.#last = event.number;
    this.events.emit(event);
  }

  /** @param {"live" | "away" | "refused"} state */
  #turn(state) {
    if (this.state === state) return;
    this.state = state;
    this.states.emit(state);
  }
}
