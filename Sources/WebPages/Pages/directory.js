// The directory as the phone keeps it: all stations of a district, or of a whole country those around the places where
// it was last used. It follows the server's changes, and answers when the server is out of reach.

import { get, query } from "./api.js";
import { localText, now } from "./clock.js";
import { boxAround, geodesic } from "./geodesy.js";
import { Holidays, statusOf } from "./hours.js";
import { navigationLinks } from "./navigation.js";
import { all, alone, fact, keepFact, persist, transact } from "./store.js";

/** A directory of so many stations is kept whole. */
const smallDirectory = 5000;
/** Of a larger one what lies so near a place, metres, and no more than so many. */
const vicinity = 30000;
const mostInVicinity = 4000;
/** One who has moved so far from where the stations were fetched needs others, metres. */
const outgrown = 15000;
/** More changes than these are not followed one by one. */
const mostPages = 10;

/**
 * Brings the kept copy up to date, and keeps the words that go with it.
 *
 * Throws `Unreachable`; what was kept before stays then.
 */
export function refresh(place) {
  return alone("directory", async () => {
    const [settings, amenities, groups] = await Promise.all(
      ["/pages/settings.json", "/v1/amenities", "/v1/worker-groups"].map((path) => get(path)));
    await keepFact("words", { settings, amenities: amenities.amenities, groups: groups.worker_groups });
    const kept = await fact("copy");
    if (settings.stations <= smallDirectory) await follow(kept?.scope === "all" ? kept : { revision: 0 }, "all");
    else if (place) await keepVicinity(kept, place);
    persist();
  });
}

/** The settings and vocabularies as they were last seen. */
export const words = () => fact("words");

/** Follows the changes after a copy's revision. */
async function follow(copy, scope, isWanted = () => true) {
  let path = `/v1/stations/changes${query({ since: copy.revision, limit: 1000 })}`;
  const isNew = copy.revision === 0;
  let revision = copy.revision;
  let puts = [];
  let removals = [];
  for (let page = 0; path; page += 1) {
    if (page === mostPages && !isNew) return follow({ revision: 0 }, scope, isWanted);
    const answer = await get(path);
    for (const change of answer.changes) {
      if (change.station && isWanted(change.station)) puts.push(change.station);
      else removals.push(change.station?.id ?? change.retired);
    }
    ({ revision, next: path } = answer);
  }
  await transact(["stations", "facts"], "readwrite", ({ stations, facts }) => {
    if (isNew) stations.clear();
    puts.forEach((station) => stations.put(station));
    removals.forEach((id) => stations.delete(id));
    facts.put({ ...copy, scope, revision, keptAt: now() }, "copy");
  });
}

async function keepVicinity(kept, place) {
  const isNear = kept?.scope === "near" && geodesic(kept.centre, place).metres < outgrown;
  if (isNear) {
    const answer = await get(`/v1/stations/changes${query({ since: kept.revision, limit: 1000 })}`);
    if (!answer.next) {
      const isWanted = (station) => geodesic(kept.centre, station).metres < vicinity;
      return follow(kept, "near", isWanted);
    }
  }
  const stations = [];
  let path = `/v1/stations${query({ bbox: boxAround(place, vicinity), limit: 1000 })}`;
  let revision;
  while (path && stations.length < mostInVicinity) {
    const answer = await get(path);
    stations.push(...answer.stations);
    revision ??= answer.revision;
    path = answer.next;
  }
  return transact(["stations", "facts"], "readwrite", (stores) => {
    stores.stations.clear();
    stations.forEach(({ open, staffed, changes_at, ...station }) => stores.stations.put(station));
    stores.facts.put({ scope: "near", centre: place, revision, keptAt: now() }, "copy");
  });
}

/** The kept copy as one value that answers questions; nothing when there is none. */
export async function keptDirectory() {
  const [copy, known, stations] = await Promise.all([fact("copy"), words(), all("stations")]);
  return copy && known ? new KeptDirectory(copy, known, stations) : undefined;
}

class KeptDirectory {
  constructor(copy, known, stations) {
    /** Seconds since 1970. */
    this.keptAt = copy.keptAt;
    /** Whether all stations there are are kept. */
    this.isWhole = copy.scope === "all";
    this.words = known;
    this.zone = known.settings.time_zone;
    this.holidays = new Holidays(known.settings.holidays, known.settings.holiday_years);
    this.stations = stations;
  }

  /** What the server's `nearest` answers, with `kept_at`. */
  nearest({ lat, lon, limit, amenities = [], open = "any" }) {
    const instant = now();
    const ranked = this.stations.map((station) => {
      const { metres, bearing } = geodesic({ lat, lon }, station);
      return this.told(station, instant, { distance_m: metres, bearing_deg: bearing });
    }).sort((a, b) => a.distance_m - b.distance_m || (a.id < b.id ? -1 : 1));
    const reason = (station) => skipReason(station, amenities, open, this.words);
    const fitting = ranked.filter((station) => !reason(station));
    // As the server does it: where hours matter, stations of unknown hours come after the open ones.
    if (open !== "any") fitting.sort((a, b) => (a.open === "unknown") - (b.open === "unknown"));
    const found = fitting.slice(0, limit);
    const farthest = found.length < limit ? Infinity : Math.max(...found.map((station) => station.distance_m));
    const skipped = ranked.filter((station) => station.distance_m < farthest && reason(station)).slice(0, 3);
    return {
      stations: found, skipped: skipped.map((station) => ({ ...station, reasons: reason(station) })),
      as_of: localText(instant, this.zone), kept_at: this.keptAt,
    };
  }

  /** One station as the server tells of it; nothing when it is not kept. */
  station(id) {
    const station = this.stations.find((candidate) => candidate.id === id);
    return station && this.told(station, now());
  }

  /** Stations with a text in their name, aliases or address. */
  search(text, limit) {
    const wanted = folded(text);
    const texts = (station) => [station.name, station.address ?? "", station.town ?? "", ...(station.aliases ?? [])];
    return this.stations.filter((station) => texts(station).some((one) => folded(one).includes(wanted))).slice(0, limit);
  }

  /** A station with what holds at an instant. */
  told(station, instant, extra = {}) {
    const told = { ...station, ...extra, navigation: navigationLinks(station) };
    const isOver = told.status_until && Date.parse(told.status_until) / 1000 <= instant;
    if (told.status === "suspended" && isOver) told.status = "active";
    if (told.status !== "active") return { ...told, open: "closed" };
    const status = this.status(told.opening_hours, instant);
    told.open = status.state;
    if (status.nextChange) told.changes_at = localText(status.nextChange, this.zone);
    const staffed = this.status(told.staffed_hours, instant);
    if (staffed.state !== "unknown") told.staffed = staffed.state === "open";
    return told;
  }

  status(expression, instant) {
    return expression ? statusOf(expression, instant, this.zone, this.holidays) : { state: "unknown" };
  }
}

/** Why a question leaves a station out, as parts that a page puts into words; nothing when it does not. */
function skipReason(station, amenities, open) {
  const reasons = [];
  if (station.status === "suspended") reasons.push({ kind: "suspended", text: station.status_reason ?? "" });
  for (const code of amenities) {
    if (station.amenities.includes(code)) continue;
    reasons.push({ kind: (station.broken_amenities ?? []).includes(code) ? "broken" : "missing", code });
  }
  if (open !== "any" && station.status === "active" && station.open === "closed") {
    reasons.push({ kind: "closed", until: station.changes_at });
  }
  return reasons.length > 0 ? reasons : undefined;
}

const folded = (text) => text.normalize("NFKC").toLowerCase();
