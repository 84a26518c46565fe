// Gives a link to a station away: by the phone's own means, else to the clipboard, else to read.

import { say } from "./language.js";
import { announce } from "./page.js";

/** The address under which the courier's page begins with a station. */
export const linkTo = (station) => `${location.origin}/?station=${encodeURIComponent(station.id)}`;

/** Shares a station; `notice` shows what became of it. */
export async function share(station, notice) {
  const link = linkTo(station);
  if (navigator.share) {
    try {
      await navigator.share({ title: station.name, text: [station.name, station.address].filter(Boolean).join(" · "), url: link });
      return;
    } catch (error) {
      if (error.name === "AbortError") return;
    }
  }
  const text = (await copied(link)) ? say("linkCopied") : say("copyThis", { link });
  notice(text);
  announce(text);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
