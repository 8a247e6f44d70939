// @ts-check
/** Plays the shot by the clock: a picture that is late is skipped, never waited for. */
import { drawingAt } from "./timesheet.js";

/** @import { Desk } from "./desk.js" */

export const SPEEDS = [8, 12, 24];
const AHEAD = 12; // frames to ask for in advance

export class Playback {
  playing = false;
  frame = 1;
  fps = 24;
  #started = 0;
  #from = 1;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  toggle() {
    if (this.playing) this.stop();
    else this.start();
  }

  start() {
    const { desk } = this;
    if (desk.shot.frames < 2) return;
    this.#from = desk.frame >= desk.shot.frames && !desk.prefs.loop ? 1 : desk.frame;
    this.#started = performance.now();
    this.frame = this.#from;
    this.playing = true;
    desk.hoverAt(null);
    desk.changed.emit("play");
    requestAnimationFrame(this.#tick);
  }

  stop() {
    if (!this.playing) return;
    this.playing = false;
    this.desk.goTo(this.frame);
    this.desk.changed.emit("play");
  }

  /** @param {number} fps */
  setSpeed(fps) {
    this.fps = fps;
    this.#from = this.frame;
    this.#started = performance.now();
    this.desk.prefer({ fps });
  }

  #tick = () => {
    if (!this.playing) return;
    const { desk } = this;
    const passed = Math.floor(((performance.now() - this.#started) * this.fps) / 1000);
    const at = this.#from - 1 + passed;
    if (at >= desk.shot.frames && !desk.prefs.loop) {
      this.frame = desk.shot.frames;
      this.stop();
      return;
    }
    const frame = (at % desk.shot.frames) + 1;
    if (frame !== this.frame) {
      this.frame = frame;
      desk.stage.draw();
      desk.changed.emit("play");
    }
    this.#askAhead(frame);
    requestAnimationFrame(this.#tick);
  };

  /** @param {number} frame */
  #askAhead(frame) {
    const { desk } = this;
    for (let i = 0; i < Math.min(AHEAD, desk.shot.frames); i++) {
      for (const level of desk.shot.levels) {
        const drawing = drawingAt(level, ((frame - 1 + i) % desk.shot.frames) + 1);
        if (!drawing || desk.showing.loader.has(drawing.id)) continue;
        desk.showing.proxies.want(drawing.id, desk.version(drawing.id), desk.scene).catch(() => undefined); // the thumbnail stands in
      }
    }
  }
}
