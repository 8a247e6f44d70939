// @ts-check
/** Requests and what comes back; everything that is asked over HTTP passes through here. */
import { Signal } from "../signal.js";
import { _ } from "../words.js";

export const API = "/api/v1/";
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
export function csrf() {
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
export async function ask(url, options = {}) {
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
export async function call(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = method === "GET" ? {} : csrf();
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await ask(API + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  return response.status === 204 ? /** @type {T} */ (undefined) : response.json();
}

/** @template T @param {string} path @returns {Promise<T>} */
export const get = (path) => call("GET", path);

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
export function upload(path, form, progress, signal, method = "POST") {
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
