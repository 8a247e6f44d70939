// @ts-check
/** The queue: which segment to answer next, so that the fewest answers make the shot right. The server orders it. */
import { ApiError, shots } from "../api.js";
import { toast } from "../components/toast.js";
import { _ } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

const SETTLE = 250; // ms after the last change before the order is asked for again

export class Queue {
  /** @type {T.Queue | null} */
  state = null;
  /** The question on the desk. @type {T.Question | null} */
  current = null;
  /** Questions passed over without an answer; they come again when nothing else is left. @type {Set<string>} */
  #passed = new Set();
  /** @type {T.Question[]} */
  #seen = [];
  #timer = 0;
  #asking = false;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** Colours have changed: the order is another soon. */
  stale() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), SETTLE);
  }

  async refresh() {
    if (this.#asking) return this.stale();
    this.#asking = true;
    try {
      this.state = await shots.queue(this.desk.shot.id);
      this.desk.changed.emit("queue");
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      if (!problem.passing) toast(problem.message, "error");
    } finally {
      this.#asking = false;
    }
  }

  async next() {
    if (this.current) {
      this.#passed.add(nameOf(this.current));
      this.#seen.push(this.current);
    }
    if (!this.state) await this.refresh();
    const items = (this.state?.items ?? []).filter((item) => this.#open(item));
    const fresh = items.find((item) => !this.#passed.has(nameOf(item)));
    if (!fresh) this.#passed.clear(); // once round
    this.#ask(fresh ?? items.find((item) => item !== this.current) ?? null);
    if (!this.current) toast(_("Nothing unsure is left to ask in this shot."), "good");
  }

  previous() {
    const last = this.#seen.pop();
    if (last) this.#ask(last);
  }

  /** What shows is right. */
  accept() {
    const { current } = this;
    if (current && current.entry) this.#answer(current, { entry: current.entry, tone: current.tone });
  }

  /** @param {number} index of the choice */
  choose(index) {
    const choice = this.current?.choices[index];
    if (this.current && choice) this.#answer(this.current, choice);
  }

  leave() {
    if (!this.current) return;
    this.current = null;
    this.desk.unmark();
    this.desk.changed.emit("queue");
  }

  /** The marked segment was painted by hand, which is an answer too. @param {T.Deed} deed */
  painted(deed) {
    const { current } = this;
    if (current && deed.drawing === current.drawing && deed.segments.includes(current.segment)) this.#goOn();
  }

  /** Was a question not answered meanwhile? @param {T.Question} item */
  #open(item) {
    const painting = this.desk.paintings.get(item.drawing);
    return painting?.labels === item.labels && painting.byPerson[item.segment] === 0;
  }

  /** @param {T.Question} question @param {{entry: number, tone: number}} paint */
  #answer(question, { entry, tone }) {
    if (this.desk.work.paint(question.drawing, question.segment, { entry, tone })) this.#goOn();
  }

  #goOn() {
    if (this.current) this.#seen.push(this.current);
    this.current = null;
    void this.next();
  }

  /** @param {T.Question | null} question */
  #ask(question) {
    this.current = question;
    if (question) {
      this.desk.show(question.drawing);
      void this.desk.markSegment(question.drawing, question.segment);
    } else {
      this.desk.unmark();
    }
    this.desk.changed.emit("queue");
  }
}

/** @param {T.Question} question */
function nameOf({ drawing, labels, segment }) {
  return `${drawing}.${labels}.${segment}`;
}
