// @ts-check
/** All that pages may ask of the server: nobody else opens the room behind it. */
export { closures, drawings, strokes } from "./api/drawings.js";
export { notes } from "./api/notes.js";
export { ApiError, signedOut } from "./api/requests.js";
export { productions, session } from "./api/productions.js";
export { sheets } from "./api/sheets.js";
export { shots } from "./api/shots.js";
export { Stream } from "./api/stream.js";
