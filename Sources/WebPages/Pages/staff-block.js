// A part of the staff's screen that loads by itself: others do not wait for it, and when it fails it says so and offers to
// try again.

import { Refused, Unreachable } from "./api.js";
import { element } from "./dom.js";
import { say } from "./language.js";

let number = 0;

export class Block {
  /**
   * `load` gives the nodes to show. `onEnded` is told when the server no longer takes the token. `tools` stand beside the
   * heading.
   */
  constructor(title, load, { onEnded, tools = [] }) {
    number += 1;
    const id = `block-${number}`;
    this.heading = element("h2", { id }, title);
    this.body = element("div", { class: "body" });
    this.load = load;
    this.onEnded = onEnded;
    const head = element("div", { class: "head" }, this.heading, ...tools);
    this.node = element("section", { class: "block", "aria-labelledby": id }, head, this.body);
  }

  /** Loads, or loads anew; of two that overlap the later one is shown. */
  async show() {
    const turn = {};
    this.turn = turn;
    this.body.setAttribute("aria-busy", "true");
    this.body.replaceChildren(element("p", { class: "help" }, say("loadingBlock")));
    const nodes = await this.load().catch((error) => this.failed(error));
    if (this.turn !== turn) return;
    this.body.removeAttribute("aria-busy");
    this.body.replaceChildren(...[nodes].flat().filter(Boolean));
  }

  failed(error) {
    if (error instanceof Refused && error.status === 401) {
      this.onEnded(error);
      return [];
    }
    const reason = error instanceof Unreachable ? say("unreachable") : error.message;
    const again = element("button", { type: "button", on: { click: () => this.show() } }, say("retry"));
    return element("div", { class: "notice bad" }, element("span", {}, say("blockFailed", { reason })), again);
  }
}

/** What a block shows where there is nothing. */
export const nothing = (text) => element("p", { class: "help" }, text);
