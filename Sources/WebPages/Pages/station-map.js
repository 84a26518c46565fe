// The map below the list, drawn by Leaflet once it is looked at; the list does without it.

import { show } from "./dom.js";
import { say } from "./language.js";

/** A map that is loaded when it is needed. `onTap` gets a place, `onStation` a station. */
export class StationMap {
  constructor(root, { onTap, onStation }) {
    this.root = root;
    this.handlers = { onTap, onStation };
    this.content = {};
    this.isAwaited = false;
  }

  /** Loads the map as soon as it is about to be seen. */
  showWhenSeen() {
    if (this.isAwaited) return;
    this.isAwaited = true;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      this.open();
    }, { rootMargin: "200px" });
    observer.observe(this.root.parentElement);
  }

  /** Shows the map; says so where there is none. */
  async open() {
    this.opening ??= this.load();
    return this.opening;
  }

  async load() {
    const note = this.root.parentElement.querySelector("p");
    try {
      note.textContent = say("mapLoading");
      show(note, true);
      const { drawnMap } = await import("./drawn-map.js");
      show(this.root, true);
      this.drawn = await drawnMap(this.root, this.handlers);
      show(note, false);
      this.drawn.update(this.content);
    } catch {
      show(this.root, false);
      note.textContent = say("noMap");
      show(note, true);
    }
  }

  /** Shows other stations, and where the courier is; draws the same anew when nothing is given. */
  update(content = this.content) {
    this.content = content;
    this.drawn?.update(content);
  }
}
