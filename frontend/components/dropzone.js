// @ts-check
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { isOneOf, SHOT_FILES } from "./file_kinds.js";
import { _n } from "../words.js";

/**
 * A place to drop files, folders or a zip on, or to choose them with the keyboard.
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.hint
 * @param {boolean} [options.many]
 * @param {string[]} [options.accept] kinds of files
 * @param {(files: File[]) => void} [options.onchange]
 * @returns {{element: HTMLElement, files: () => File[]}}
 */
export function dropzone({ title, hint, many = true, accept = SHOT_FILES, onchange }) {
  /** @type {File[]} */
  let chosen = [];
  const said = h("span", { class: "drop-said" }, hint);
  const input = h("input", { type: "file", multiple: many, accept: accept.join(","), class: "drop-input", "aria-label": title });
  const element = h("label", { class: "drop" }, icon("upload"), h("span", { class: "drop-title" }, title), said, input);

  /** @param {File[]} files */
  const take = (files) => {
    chosen = many ? files : files.slice(0, 1);
    const bytes = chosen.reduce((sum, file) => sum + file.size, 0);
    const names = chosen.length === 1 ? chosen[0].name : _n("{count} file: {first} …", "{count} files: {first} …", chosen.length, { first: chosen[0]?.name ?? "" });
    said.textContent = chosen.length === 0 ? hint : `${names} (${size(bytes)})`;
    element.classList.toggle("filled", chosen.length > 0);
    onchange?.(chosen);
  };

  input.addEventListener("change", () => take([...(input.files ?? [])]));
  element.addEventListener("dragover", (event) => {
    event.preventDefault();
    element.classList.add("over");
  });
  element.addEventListener("dragleave", () => element.classList.remove("over"));
  element.addEventListener("drop", async (event) => {
    event.preventDefault();
    element.classList.remove("over");
    if (event.dataTransfer) take(await filesOf(event.dataTransfer));
  });
  return { element, files: () => chosen };
}

/** @param {number} bytes */
function size(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * What was dropped, with the contents of folders. A folder's odd files (a .DS_Store) are left out; a file that was
 * dropped by itself never is: then the server says what is wrong with it.
 * @param {DataTransfer} transfer
 * @returns {Promise<File[]>}
 */
async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  const direct = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return direct;
  const found = await Promise.all(entries.filter((entry) => entry !== null).map((entry) => filesBelow(entry, true)));
  return found.flat().sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

/**
 * @param {FileSystemEntry} entry
 * @param {boolean} dropped by itself
 * @returns {Promise<File[]>}
 */
async function filesBelow(entry, dropped) {
  if (entry.isFile) {
    if (!dropped && !isOneOf(entry.name, SHOT_FILES)) return [];
    return [await new Promise((resolve, reject) => /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject))];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {File[]} */
  const files = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const child of some) files.push(...(await filesBelow(child, false)));
  }
}
