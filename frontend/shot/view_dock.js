// @ts-check
/** A reference view of the sheet under the palette: where on the character is what one points at? */
import { entriesOfPicture, veilOver } from "../canvas/lit.js";
import { h, iconButton } from "../dom.js";
import { _ } from "../words.js";
import { VEIL } from "./light.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

const LARGEST = 640; // px, the longer side in which it is read
const CALM = 1200; // ms without another change until it is read again, unless somebody points into it

/** What the picture's colours mean: those of when it came first, then those of now. @param {Desk} desk @param {T.ReferenceView} view */
function meanings(desk, view) {
  const { entries, successors } = desk.sheet;
  const then = view.colors.map(([key, normal, highlight, shadow, second_shadow]) => ({ key: successors[key] ?? key, normal, highlight, shadow, second_shadow }));
  return [...then.filter(({ key }) => entries.some((entry) => entry.key === key)), ...entries];
}

/** @param {Desk} desk */
export function viewDock(desk) {
  const picture = h("img", { class: "dock-picture", alt: "", draggable: "false" });
  const veil = h("canvas", { class: "dock-veil" });
  const name = h("span", { class: "grow" });
  const box = h("div", { class: "dock-box" }, picture, veil);
  const others = iconButton("next", _("Next reference view"), () => turn(1), "small");
  const dock = h("section", { class: "view-dock", "aria-label": _("Reference view") }, h("div", { class: "dock-head" }, name, others), box);
  let at = 0;
  /** @type {Uint16Array} */
  let keys = new Uint16Array(0);
  let stale = true;
  let reading = 0;

  const turn = (/** @type {number} */ step) => {
    const { views } = desk.sheet;
    dock.hidden = views.length === 0;
    others.hidden = views.length < 2;
    at = (at + step) % Math.max(1, views.length);
    const view = views[at];
    if (!view) return;
    name.textContent = _("{character}, {view}", { character: desk.sheet.character.name, view: view.name });
    picture.alt = name.textContent;
    if (picture.getAttribute("src") === view.painted_url) return readLater();
    picture.src = view.painted_url;
    keys = new Uint16Array(0);
    show();
  };
  /** Reading it takes as long as some frames: who changes swatches, or opens a shot, does not wait for it. */
  const readLater = () => {
    stale = true;
    clearTimeout(reading);
    reading = setTimeout(() => [read(), show()], CALM);
  };
  /** Which entry is where in it. */
  const read = () => {
    if (!stale || !picture.complete || picture.naturalWidth === 0) return;
    stale = false;
    const scale = Math.min(1, LARGEST / Math.max(picture.naturalWidth, picture.naturalHeight));
    const width = Math.round(picture.naturalWidth * scale);
    const height = Math.round(picture.naturalHeight * scale);
    [veil.width, veil.height] = [width, height];
    const context = veil.getContext("2d", { willReadFrequently: true });
    if (!context) return;
    context.imageSmoothingEnabled = false; // only the picture's own colours
    context.drawImage(picture, 0, 0, width, height);
    keys = entriesOfPicture(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer), meanings(desk, desk.sheet.views[at]));
  };
  const show = () => {
    const context = veil.getContext("2d");
    const key = desk.light.pointed;
    const is = key !== null && keys.includes(key);
    veil.hidden = !is;
    if (!is || !context) return;
    const image = new ImageData(veil.width, veil.height);
    new Uint32Array(image.data.buffer).set(veilOver(keys, key, VEIL));
    context.putImageData(image, 0, 0);
  };
  /** @param {PointerEvent | MouseEvent} event @returns {number | null} the entry there */
  const entryAt = (event) => {
    read();
    const { left, top, width, height } = picture.getBoundingClientRect();
    const x = Math.floor(((event.clientX - left) / width) * veil.width);
    const y = Math.floor(((event.clientY - top) / height) * veil.height);
    return x >= 0 && y >= 0 && x < veil.width && y < veil.height ? keys[y * veil.width + x] || null : null;
  };
  picture.addEventListener("load", readLater);
  box.addEventListener("pointermove", (event) => desk.light.point(entryAt(event)));
  box.addEventListener("pointerleave", () => desk.light.point(null));
  box.addEventListener("click", (event) => {
    const key = entryAt(event);
    if (key !== null) desk.kit.chooseColour(key);
  });
  desk.changed.on((aspect) => {
    if (aspect === "sheet") turn(0);
    if (aspect === "mark" || aspect === "light") show();
  });
  turn(0);
  return dock;
}
