// A station's own page: what it is, and its last visits.

import { Refused, query, serverNow } from "./api.js";
import { localText } from "./clock.js";
import { element } from "./dom.js";
import { dayOf, people, timeOf } from "./format.js";
import { say } from "./language.js";
import { figures } from "./staff-api.js";
import { nothing } from "./staff-block.js";
import { count } from "./staff-numbers.js";
import { state } from "./station-card.js";
import { brokenAtSpaces, table } from "./staff-table.js";

const visitCount = 50;
const kinds = { hub: "kindHub", satellite: "kindSatellite", point: "kindPoint", mobile: "kindMobile" };
const entries = { open: "entryOpen", staff: "entryStaff", qr: "entryQr", code: "entryCode", key: "entryKey" };

/** The station of a question; nothing when there is none. */
export async function stationOf(question, token) {
  try {
    return await figures(`/v1/stations/${encodeURIComponent(question.station)}`, token);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}

/** What is known of a station. */
export function facts(station, question, words) {
  const names = (codes) => codes?.map((code) => words.amenity(code)).join(say("comma"));
  const hub = station.hub_id && element("a", { href: question.addressOf(station.hub_id) }, station.hub_id);
  const rows = [
    ["number", station.id], ["status", stateOf(station, words)], ["kind", say(kinds[station.kind])], ["hubOf", hub],
    ["town", station.town], ["address", station.address], ["amenities", names(station.amenities)],
    ["brokenAmenities", names(station.broken_amenities)], ["hours", station.opening_hours],
    ["staffedHours", station.staffed_hours], ["entry", station.entry && say(entries[station.entry])],
    ["capacity", station.capacity && people(station.capacity)], ["operator", station.operator],
    ["phone", station.phone], ["aliases", station.aliases?.join(say("comma"))],
    ["verified", station.verified_at && dayOf(station.verified_at)],
  ].filter(([, value]) => value);
  return element("dl", { class: "facts" }, ...rows.map(([key, value]) => element(
    "div", {}, element("dt", {}, say(key)), element("dd", {}, value))));
}

function stateOf(station, { zone }) {
  if (station.status === "retired") return say("retired");
  return state(station, localText(serverNow(), zone));
}

/** The last visits of the period, the newest first. */
export async function lastVisits(question, token, words) {
  const asked = { ...question.parameters, order: "newest", limit: visitCount };
  const { visits } = await figures(`/v1/visits${query(asked)}`, token);
  if (visits.length === 0) return nothing(say("noVisitsThen"));
  // Few visits are void: without any the room is for the services.
  const hasRemarks = visits.some((visit) => visit.void_reason !== undefined);
  return table({
    caption: say("lastVisits"),
    isRepeated: true,
    columns: [
      { name: say("time"), isWhole: true }, { name: say("group") }, { name: say("personVisits"), isNumber: true },
      { name: say("servicesOf") }, ...(hasRemarks ? [{ name: say("remark") }] : []),
    ],
    rows: visits.map((visit) => [
      brokenAtSpaces(`${visit.at.slice(0, 10)} ${timeOf(visit.at)}`), words.group(visit.group), count(visit.people),
      visit.services.map((code) => words.amenity(code)).join(say("comma")),
      ...(hasRemarks ? [remark(visit)] : []),
    ]),
  });
}

const remark = ({ void_reason: reason }) => (reason === undefined ? "" : say("voidedBecause", { reason }));
