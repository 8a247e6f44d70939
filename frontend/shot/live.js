// @ts-check
/** The production's events onto the desk. */
import { ApiError, sheets, shots, Stream } from "../api.js";
import { toast } from "../components/toast.js";
import { _ } from "../words.js";

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
  desk.heard = event.number;
  if (event.kind === "sheet.changed") {
    if (event.payload.sheet === desk.sheet.id) useSheet(desk, event.payload);
    return;
  }
  if (event.kind === "hello" || event.kind === "sheet.published" || event.payload.shot !== desk.shot.id) return;
  switch (event.kind) {
    case "run.changed":
      desk.shot.run = event.payload.run;
      desk.queue.stale();
      desk.changed.emit("run");
      break;
    case "drawing.ready":
      ready(desk, event.payload);
      break;
    case "shot.changed":
      void reload(desk);
      break;
    case "shot.deleted":
      toast(_("Somebody has deleted this shot. What you paint here is no longer kept."), "error");
      break;
    case "notes.changed":
      void desk.notes.fetch();
      break;
    case "closures.changed":
      desk.closures.stale(event.payload.drawing);
      break;
    case "strokes.changed":
      desk.parts.stale(event.payload.drawing);
      break;
    case "painting.refused":
      desk.parts.coloured(event.payload.drawing, event.payload.reason);
      break;
    case "painting.proposed":
      desk.parts.coloured(event.payload.drawing);
      desk.queue.stale();
      void desk.work.refresh(event.payload.drawing).then(() => desk.revise(event.payload.drawing));
      break;
    case "correction.added": {
      const { drawing, changes, correction } = event.payload;
      desk.paintings.change(drawing, changes, correction.client);
      desk.revise(drawing, false);
      desk.queue.stale();
      break;
    }
    case "correction.carried":
      desk.carried.hear(event.payload);
      desk.queue.stale();
      break;
  }
}

/**
 * @param {Desk} desk
 * @param {Extract<T.ShotEvent, {kind: "drawing.ready"}>["payload"]} payload
 */
function ready(desk, { drawing: id, labels_url, segments, problem, note, carried }) {
  const drawing = desk.drawingById(id);
  if (!drawing) return;
  Object.assign(drawing, { labels_url, segments, problem, note });
  desk.closures.stale(id);
  desk.gaps.cut(id, carried);
  desk.revise(id);
  desk.changed.emit("frame");
  void colourAndShow(desk, id);
}

/** @param {Desk} desk @param {number} drawing */
async function colourAndShow(desk, drawing) {
  await desk.work.refresh(drawing);
  if (desk.drawing?.id === drawing) await desk.showing.bringIn();
}

/**
 * Other colours, or another sheet. Where entries became one, or two again, what is painted means something else.
 * @param {Desk} desk
 * @param {Pick<T.Sheet, "entries" | "scenes" | "successors"> | T.Sheet} change
 */
function useSheet(desk, { entries, scenes, successors, ...rest }) {
  const same = JSON.stringify(successors) === JSON.stringify(desk.sheet.successors);
  const sheet = "id" in rest ? rest : {};
  desk.useSheet({ ...sheet, entries, scenes, successors });
  if (same) return;
  void desk.work.refreshAll();
  desk.queue.stale();
}

/** @param {Desk} desk */
async function reload(desk) {
  try {
    let shot = await shots.get(desk.shot.id);
    while (shot.event < desk.heard) shot = await shots.get(desk.shot.id); // older than what came in meanwhile
    const before = desk.shot;
    if (shot.sheet !== desk.sheet.id) useSheet(desk, await sheets.get(shot.sheet));
    desk.useShot(shot);
    if (shot.scene !== before.scene) desk.lookIn(shot.scene);
    desk.gaps.follow();
  } catch (problem) {
    if (!(problem instanceof ApiError)) throw problem; // gone, or the server is away: the stream comes back
  }
}
