// What the courier wants of a station: chips to tap, which stay as they are from one visit to the next.

import { amenityIcon, categories, favourites } from "./amenities.js";
import { element } from "./dom.js";
import { say } from "./language.js";
import { remember, remembered } from "./memory.js";

/** The chosen filters, and the chips by which they are chosen. */
export class Filters {
  /** `onChange` is called after each tap. */
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    const kept = remembered("filters") ?? {};
    this.isOpenNow = kept.open === true;
    this.chosen = new Set(Array.isArray(kept.amenities) ? kept.amenities : []);
  }

  /** The codes that are asked for, in the order of the vocabulary once that is known. */
  get amenities() {
    if (!this.vocabulary) return [...this.chosen];
    return this.vocabulary.list.map(({ code }) => code).filter((code) => this.chosen.has(code));
  }

  get open() {
    return this.isOpenNow ? "now" : "any";
  }

  get isAny() {
    return !this.isOpenNow && this.chosen.size === 0;
  }

  /** Shows the chips of a vocabulary; what it does not know any more is not asked for. */
  show(vocabulary) {
    this.vocabulary = vocabulary;
    this.chosen = new Set([...this.chosen].filter((code) => vocabulary.has(code)));
    const first = favourites.filter((code) => vocabulary.has(code));
    const later = [...this.chosen].filter((code) => !first.includes(code));
    const chips = [this.openChip(), ...[...later, ...first].map((code) => this.chip(code))];
    const shown = new Set([...first, ...later]);
    this.root.replaceChildren(
      element("div", { class: "chips" }, chips, this.clearButton()),
      element(
        "details", {}, element("summary", {}, say("moreFilters")),
        categories.map((category) => this.category(category, shown))));
  }

  category(category, shown) {
    const codes = this.vocabulary.of(category).map(({ code }) => code).filter((code) => !shown.has(code));
    if (codes.length === 0) return undefined;
    const heading = element("h3", {}, say(category));
    return element("div", {}, heading, element("div", { class: "chips" }, codes.map((code) => this.chip(code))));
  }

  openChip() {
    return this.toggle([say("openNow")], this.isOpenNow, (isOn) => { this.isOpenNow = isOn; });
  }

  chip(code) {
    return this.toggle([amenityIcon(code), this.vocabulary.label(code)], this.chosen.has(code), (isOn) => {
      if (isOn) this.chosen.add(code);
      else this.chosen.delete(code);
    });
  }

  toggle(content, isOn, change) {
    const button = element("button", { type: "button", class: "chip", "aria-pressed": String(isOn) }, content);
    button.addEventListener("click", () => {
      const isPressed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isPressed));
      change(isPressed);
      this.keep();
    });
    return button;
  }

  clearButton() {
    this.clearing = element("button", { type: "button", class: "plain", on: { click: () => this.clear() } }, say("clearFilters"));
    this.clearing.hidden = this.isAny;
    return this.clearing;
  }

  clear() {
    this.isOpenNow = false;
    this.chosen.clear();
    this.show(this.vocabulary);
    this.root.querySelector("button").focus();
    this.keep();
  }

  keep() {
    this.clearing.hidden = this.isAny;
    remember("filters", this.isAny ? undefined : { open: this.isOpenNow, amenities: [...this.chosen] });
    this.onChange();
  }
}
