// @ts-check
/** What a correction of this person's has changed in other drawings: told at once, and gone through one by one. */
import { toast } from "../components/toast.js";
import { _, _n } from "../words.js";

/** @import * as T from "../types.js" */
/** @import { Desk } from "./desk.js" */

export class Carried {
  /** @type {{drawing: number, segment: number}[]} */
  places = [];
  #at = 0;

  /** @param {Desk} desk */
  constructor(desk) {
    this.desk = desk;
  }

  /** @param {T.CarriedOn} payload of an event */
  hear({ by, undoes, drawings }) {
    for (const { drawing, changes } of drawings) {
      this.desk.paintings.change(drawing, changes);
      this.desk.revise(drawing, false);
    }
    if (by?.id !== this.desk.user.id) return;
    this.places = drawings.flatMap(({ drawing, changes }) => changes.segments.map((segment) => ({ drawing, segment })));
    this.#at = 0;
    this.desk.changed.emit("history");
    if (this.places.length === 0) return;
    const where = {
      segments: _n("{count} segment", "{count} segments", this.places.length),
      drawings: _n("{count} other drawing", "{count} other drawings", drawings.length),
    };
    if (undoes) toast(_("Changed with it: {segments} in {drawings}.", where));
    else toast(_("Carried on to {segments} in {drawings}.", where), "good", { words: _("Step through (M)"), perform: () => this.step() });
  }

  /** To the next of them. */
  step() {
    if (this.places.length === 0) return;
    const { drawing, segment } = this.places[this.#at % this.places.length];
    this.#at++;
    this.desk.show(drawing);
    void this.desk.markSegment(drawing, segment);
  }
}
