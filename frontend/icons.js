// @ts-check
/** Our own icons: strokes on a 16 x 16 grid. A leading "*" means filled. */

/** @type {Record<string, string>} */
const PATHS = {
  bucket: "M7.5 2 2.2 7.3a1 1 0 0 0 0 1.4l4 4a1 1 0 0 0 1.4 0L13 7.3 7.5 2ZM2.5 8h9.8M7.5 2 5.7.7M14 10.2c.9 1.3 1.3 2.1 1.3 2.8a1.3 1.3 0 0 1-2.6 0c0-.7.4-1.5 1.3-2.8Z",
  dropper: "m9 5 2-2a1.6 1.6 0 0 1 2.3 2.3l-2 2M8 4l4.3 4.3M9 5.7 3.6 11 3 13.2l2.2-.6L10.6 7.2",
  eraser: "m6 13.5-3.2-3.2a1 1 0 0 1 0-1.4L9 2.7a1 1 0 0 1 1.4 0l3 3a1 1 0 0 1 0 1.4L7 13.5H4.5M5.8 5.9l4.4 4.4M7 13.5h6.5",
  hand: "M5 8.5V3.8a1 1 0 0 1 2 0V7m0-.5V2.8a1 1 0 0 1 2 0V7m0-3.5a1 1 0 0 1 2 0V8m0-2.5a1 1 0 0 1 2 0V10c0 2.5-1.6 4-4 4S6 13.2 5 11.5L3 8.600a.9.9 0 0 1 1.500-1L5 8.500",
  undo: "M6 3 3 6l3 3M3.300 6H9.500a3.500 3.500 0 0 1 0 7H7",
  redo: "m10 3 3 3-3 3M12.700 6H6.500a3.500 3.500 0 0 0 0 7H9",
  play: "*M4.500 2.800v10.400L13 8Z",
  pause: "*M4 3h2.800v10H4ZM9.200 3H12v10H9.200Z",
  next: "m6 3 5 5-5 5",
  previous: "m10 3-5 5 5 5",
  first: "M4 3v10m8-10L7 8l5 5",
  last: "M12 3v10M4 3l5 5-5 5",
  loop: "M3 7.500V7a2.500 2.500 0 0 1 2.500-2.500H13M11 2.500l2 2-2 2M13 8.500V9a2.500 2.500 0 0 1-2.500 2.500H3m2 2-2-2 2-2",
  fit: "M2.500 5.500v-3h3m5 0h3v3m0 5v3h-3m-5 0h-3v-3M5.500 6h5v4h-5Z",
  actual: "M4 5.500 5.500 4.500v7M11 5.500l1.500-1v7M8.600 6.500v.1m0 3v.1",
  zoomIn: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM10.300 10.300 14 14M7 5v4M5 7h4",
  zoomOut: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM10.300 10.300 14 14M5 7h4",
  onion: "M6 12.500a4.500 4.500 0 1 1 0-9 4.500 4.500 0 0 1 0 9ZM9.500 12.500a4.500 4.500 0 1 0-.6-9",
  lines: "M2.500 12.500c2-7 4-9.500 5.500-9.500s1 3-.5 5.500-2.500 4.500-1 4.500 3.500-2.500 7-7",
  confidence: "M2 11.500a6 6 0 1 1 12 0M8 11.500 11 6.500M2 11.500h1.800M12.200 11.500H14M8 5.500v1.300",
  paper: "M3.500 2h6l3 3v9h-9ZM9.500 2v3h3",
  unpainted: "M2.500 5v-2.500H5M7 2.500h2M11 2.500h2.500V5M13.500 7v2M2.500 7v2M2.500 11v2.500H5M7 13.500h6.500V11M8 4.500c1.700 2 2.500 3.200 2.500 4.200a2.500 2.500 0 0 1-5 0c0-1 .8-2.200 2.500-4.200Z",
  target: "M8 4.500A3.500 3.500 0 1 1 8 11.500 3.500 3.500 0 0 1 8 4.500ZM8 1.500v3M8 11.500v3M1.500 8h3M11.500 8h3",
  brush: "M13.500 2.500 7 9M5.500 8.500c1.200-.2 2.300.9 2 2.100-.3 1.600-1.800 2.900-5 2.900.9-.8.9-1.500 1-2.700.1-1.200.9-2.100 2-2.300Z",
  spark: "M8 2v3.500M8 10.500V14M2 8h3.500M10.500 8H14M4 4l2 2M10 10l2 2M12 4l-2 2M6 10l-2 2",
  stop: "*M4 4h8v8H4Z",
  export: "M8 10V2.500M5 5l3-3 3 3M3 9.500v4h10v-4",
  upload: "M8 10V2.500M5 5.500l3-3 3 3M2.500 10v3.500h11V10",
  help: "M5.800 6a2.200 2.200 0 1 1 3 2.100c-.6.3-.8.7-.8 1.400v.3M8 12.300v.1",
  close: "m4 4 8 8M12 4l-8 8",
  back: "M9.500 3 4.500 8l5 5",
  check: "m3.500 8.500 3 3 6-7",
  warning: "M8 2.500 14.500 13.500h-13ZM8 6.500v3.200M8 11.600v.1",
  plus: "M8 3v10M3 8h10",
  trash: "M3 4.500h10M6.500 4.500v-2h3v2M4.500 4.500l.5 9h6l.5-9M6.800 7v4M9.200 7v4",
  film: "M2.500 3h11v10h-11ZM5 3v10M11 3v10M2.500 6.300H5M2.500 9.700H5M11 6.300h2.500M11 9.700h2.500",
  swatches: "M2.500 2.500h4v11h-4ZM6.500 8l4-4 2.900 2.900L6.500 13.500M9.500 10.500h4v3h-7",
  search: "M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9ZM10.300 10.300 14 14",
  signOut: "M6 2.500H3v11h3M7 8h7m-2.500-2.500L14 8l-2.500 2.500",
  levels: "M8 2.500 14 6 8 9.500 2 6ZM2.500 9.500 8 12.700l5.500-3.200",
  link: "M6.500 9.500l3-3M7 5l1.500-1.500a2.500 2.500 0 0 1 3.800 3.300L11 8.200M9 11l-1.500 1.500a2.500 2.500 0 0 1-3.800-3.300L5 7.800",
};

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} name
 * @returns {SVGSVGElement} takes the text's colour
 */
export function icon(name) {
  const data = PATHS[name];
  if (data === undefined) throw new Error(`there is no icon "${name}"`);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", data.startsWith("*") ? "icon filled" : "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", data.replace("*", ""));
  svg.append(path);
  return svg;
}
