// Statistics as files: what is shown, saved by the browser under the server's name.

import { byID, element, show } from "./dom.js";
import { say } from "./language.js";
import { announce } from "./page.js";
import { file, save } from "./staff-api.js";

/** `[by, label]` of the rows that a file may have. */
const rowsOfDistrict = [
  ["month,town", "rowsMonthTown"], ["month", "rowsMonth"], ["month,group", "rowsMonthGroup"], ["town", "rowsTown"],
  ["group", "rowsGroup"], ["service", "rowsService"], ["station", "rowsStation"], ["day", "rowsDay"],
  ["weekday,hour", "rowsHours"],
];
const byPlace = new Set(["month,town", "town", "station"]);

/** Offers the rows that make sense for a question. */
export function offerRows(question) {
  const chosen = byID("rows").value;
  const offered = rowsOfDistrict.filter(([by]) => !question.station || !byPlace.has(by));
  byID("rows").replaceChildren(...offered.map(([by, key]) => element("option", { value: by }, say(key))));
  if (offered.some(([by]) => by === chosen)) byID("rows").value = chosen;
}

/** Has a file made and saved; `button` waits meanwhile. What goes wrong is told by `onFault`. */
export async function exportFile(question, { by, format }, token, button, onFault) {
  const state = byID("export-state");
  button.disabled = true;
  tell(state, say("making"));
  try {
    const made = await file(question.path("/v1/usage", { by, format }), token);
    save(made);
    tell(state, say("saved", { name: made.name }));
  } catch (error) {
    show(state, false);
    onFault(error);
  } finally {
    button.disabled = false;
  }
}

function tell(node, text) {
  node.textContent = text;
  show(node, true);
  announce(text);
}
