// @ts-check
/** What the paint department calls things. */
import { _ } from "./words.js";

/** As in TONES. */
export const TONE_LABELS = [_("Normal"), _("Highlight"), _("Shadow"), _("Second shadow")];

/** @type {Record<string, string>} */
const CATEGORY_NAMES = {
  background: _("background"), bag: _("bag"), belt: _("belt"), glasses: _("glasses"), hair: _("hair"), socks: _("socks"),
  hat: _("hat"), mouth: _("mouth"), clothes: _("clothes"), eyes: _("eyes"), shoes: _("shoes"), skin: _("skin"),
};
export const CATEGORIES = Object.keys(CATEGORY_NAMES);

/** @param {string} category as the server says it */
export function categoryName(category) {
  return CATEGORY_NAMES[category] ?? category;
}
