// What all pages share: their language, the service worker, and the voice that tells a screen reader what happens.

import { byID, show } from "./dom.js";
import { say, switchLanguage, translate } from "./language.js";

/** Makes a page ready: `title` is the key of its title. */
export function startPage(title) {
  translate();
  document.title = say(title);
  byID("language").addEventListener("click", switchLanguage);
  keepPages();
}

/** Tells what has happened, without moving the focus. */
export function announce(text) {
  const voice = byID("voice");
  // The same text twice is to be heard twice.
  voice.textContent = "";
  requestAnimationFrame(() => { voice.textContent = text; });
}

/** Tells what has gone wrong, where the page has a place for it. */
export function fail(text) {
  byID("fault").textContent = text;
  show(byID("fault"), true);
  byID("fault").scrollIntoView({ block: "nearest" });
  announce(text);
}

/** Has the pages kept on the phone, once there is time. */
async function keepPages() {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  try {
    const registration = await navigator.serviceWorker.register(
      "/service-worker.js", { type: "module", scope: "/", updateViaCache: "none" });
    await registration.periodicSync?.register("directory", { minInterval: 86400000 });
  } catch {
    // An older browser, or one that is not to: the pages work with a network.
  }
}
