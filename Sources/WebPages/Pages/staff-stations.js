// Lists of stations: the busiest, those without visits, those with something broken; and the search for one.

import { get, query } from "./api.js";
import { byID, element, show } from "./dom.js";
import { language, say } from "./language.js";
import { announce } from "./page.js";
import { figures } from "./staff-api.js";
import { nothing } from "./staff-block.js";
import { count } from "./staff-numbers.js";
import { table } from "./staff-table.js";

/** Stations that are loaded at a time. */
const pageSize = 20;
const busiestCount = 20;
const foundCount = 10;

const link = (question, { id, name }) => [
  element("a", { href: question.addressOf(id) }, name), " ", element("span", { class: "number-of" }, id),
];
const linked = (question, station) => element("span", {}, ...link(question, station));

/** The busiest stations of a question. */
export async function busiest(question, token, words) {
  const { stations } = await figures(question.path("/v1/usage/busiest-stations", { limit: busiestCount }), token);
  if (stations.length === 0) return nothing(say("noVisitsThen"));
  return table({
    caption: say("busiest"),
    isRepeated: true,
    columns: [
      { name: say("station") }, { name: say("town") },
      ...["visitsMade", "personVisits", "visitorsSeen"].map((key) => ({ name: say(key), isNumber: true })),
    ],
    rows: stations.map((station) => [
      linked(question, station), words.town(station.town), count(station.visits), count(station.people),
      count(station.visitors),
    ]),
  });
}

/** The stations in service without visits, a page at a time. */
export function idle(question, token, words) {
  return list({
    first: question.path("/v1/usage/idle-stations", { limit: pageSize }), token, caption: say("idle"), empty: say("noIdle"),
    columns: [{ name: say("station") }, { name: say("town") }],
    row: (station) => [linked(question, station), words.town(station.town)],
  });
}

/** The stations where something is broken, a page at a time. */
export async function broken(question, token, words) {
  const nodes = await list({
    first: `/v1/stations${query({ broken: true, town: question.town, limit: pageSize })}`, token,
    caption: say("brokenStations"), empty: say("noneBroken"),
    columns: [{ name: say("station") }, { name: say("town") }, { name: say("brokenAmenities") }, { name: say("status") }],
    row: (station) => [
      linked(question, station), words.town(station.town),
      station.broken_amenities.map((code) => words.amenity(code)).join(say("comma")),
      station.status === "suspended" ? say("suspended") : say("active"),
    ],
  });
  return [nothing(say("brokenNow")), ...nodes];
}

/** A list that grows by a page for each press of a button. */
async function list({ first, token, caption, columns, row, empty }) {
  const rows = [];
  const place = element("div", { class: "list" });
  const add = async (path) => {
    const before = rows.length;
    const answer = await figures(path, token);
    rows.push(...answer.stations.map(row));
    if (rows.length === 0) return place.replaceChildren(nothing(empty));
    const built = table({ caption, isRepeated: true, isUnfolded: true, columns, rows });
    place.replaceChildren(built, ...below(answer, rows.length, add));
    // Who reads by keys goes on with what is new.
    if (before > 0) place.querySelectorAll("tbody a")[before]?.focus();
    return undefined;
  };
  await add(first);
  return [place];
}

function below(answer, shown, add) {
  if (!answer.next) return [];
  const told = answer.count !== undefined && nothing(say("shown", { shown: count(shown), count: count(answer.count) }));
  const fault = element("p", { class: "notice bad", role: "alert", hidden: true });
  const more = element("button", { type: "button", on: { click: async () => {
    more.disabled = true;
    try {
      await add(answer.next);
    } catch (error) {
      more.disabled = false;
      fault.textContent = say("blockFailed", { reason: error.message });
      show(fault, true);
    }
  } } }, say("more"));
  return [told, more, fault].filter(Boolean);
}

/** Makes the form find stations by a text; `current` gives the question. */
export function prepareSearch(current) {
  byID("find").addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = byID("station-text").value.trim();
    if (text === "") return;
    try {
      found(text, await search(text), current());
    } catch (error) {
      byID("found").replaceChildren(element("li", {}, say("blockFailed", { reason: error.message })));
    }
  });
}

/** The station of just that number, and those with the text in their names or addresses; retired ones too. */
async function search(text) {
  const path = `/v1/stations${query({ q: text, status: "any", limit: foundCount })}`;
  const [named, { stations }] = await Promise.all([
    get(`/v1/stations/${encodeURIComponent(text)}`, { language }).catch(() => undefined), get(path, { language }),
  ]);
  return named ? [named, ...stations.filter(({ id }) => id !== named.id)] : stations;
}

function found(text, stations, question) {
  const items = stations.map((station) => element(
    "li", {}, ...link(question, station), station.town && ` · ${station.town}`));
  const none = say("noStationFound", { text });
  byID("found").replaceChildren(...(items.length > 0 ? items : [element("li", {}, none)]));
  announce(items.length > 0 ? say("placesFound", { count: items.length }) : none);
}
