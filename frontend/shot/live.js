// @ts-check
/** The production's events onto the desk. */
import { Stream } from "../api.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

/**
 * @param {Desk} desk
 * @returns {Stream}
 */
export function listenToServer(desk) {
  const stream = new Stream(desk.shot.production, desk.shot.event);
  stream.events.on((event) => hear(desk, event));
  stream.states.on((state) => {
    desk.connection = state;
    if (state === "live") desk.work.outbox.hurry();
    desk.changed.emit("connection");
  });
  return stream;
}

/**
 * @param {Desk} desk
 * @param {T.ShotEvent} event
 */
function hear(desk, event) {
  if (event.kind === "sheet.changed") {
    if (event.payload.sheet === desk.sheet.id) desk.useEntries(event.payload.entries);
    return;
  }
  if (event.kind === "hello" || event.payload.shot !== desk.shot.id) return;
  switch (event.kind) {
    case "run.changed":
      desk.shot.run = event.payload.run;
      desk.changed.emit("run");
      break;
    case "drawing.ready":
      ready(desk, event.payload);
      break;
    case "painting.proposed":
      void desk.work.refresh(event.payload.drawing).then(() => desk.revise(event.payload.drawing));
      break;
    case "correction.added": {
      const { drawing, changes, correction } = event.payload;
      desk.paintings.change(drawing, changes, correction.client);
      desk.revise(drawing, false);
      break;
    }
  }
}

/**
 * @param {Desk} desk
 * @param {{drawing: number, labels_url: string | null, segments: number | null, problem: string}} payload
 */
function ready(desk, { drawing: id, labels_url, segments, problem }) {
  const drawing = desk.drawingById(id);
  if (!drawing) return;
  if (drawing.labels_url !== labels_url) desk.showing.loader.forget(id);
  Object.assign(drawing, { labels_url, segments, problem });
  void desk.work.refresh(id);
  desk.revise(id);
  desk.changed.emit("frame");
  if (desk.drawing?.id === id) void desk.showing.bringIn();
}
