// Asks the server, and the copy on the phone when the server is out of reach.

import { Refused, Unreachable, get, query } from "./api.js";
import { keptDirectory } from "./directory.js";
import { language } from "./language.js";

/** How long the server is waited for when the phone could answer itself, milliseconds. */
const shortPatience = 4000;

/**
 * The nearest stations: what the server's `nearest` answers, with `kept_at` when it comes from the phone.
 *
 * Throws `Refused`, or `Unreachable` when the phone keeps nothing.
 */
export function findNearest({ place, limit, amenities, open }) {
  const question = { lat: place.lat, lon: place.lon, limit, open };
  const parameters = {
    ...question, lat: place.lat.toFixed(6), lon: place.lon.toFixed(6), amenities: amenities.join(","),
    include: "navigation,skipped",
  };
  return eitherWay(
    `/v1/stations/nearest${query(parameters)}`, (kept) => kept.nearest({ ...question, amenities }));
}

/** One station, or nothing when there is none of that id. */
export async function findStation(id) {
  try {
    return await eitherWay(`/v1/stations/${encodeURIComponent(id)}`, (kept) => kept.station(id));
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}

/** Stations with a text in their name or address. */
export async function searchStations(text, limit) {
  const path = `/v1/stations${query({ q: text.slice(0, 100), limit })}`;
  return (await eitherWay(path, (kept) => ({ stations: kept.search(text, limit) }))).stations;
}

/** The stations of a town, by its whole name. */
export async function stationsOfTown(town) {
  const ofTown = (kept) => ({ stations: kept.stations.filter((station) => station.town === town) });
  return (await eitherWay(`/v1/stations${query({ town, limit: 200 })}`, ofTown)).stations;
}

/** The server is asked at once, and waited for as long as the phone has no answer of its own. */
async function eitherWay(path, answerFrom) {
  const asked = get(path, { language }).then((answer) => ({ answer }), (error) => ({ error }));
  const isOnline = navigator.onLine !== false;
  const first = isOnline && await Promise.race([asked, pause(shortPatience)]);
  if (first && first.answer) return first.answer;
  if (first && first.error && !(first.error instanceof Unreachable)) throw first.error;
  const kept = await keptDirectory().catch(() => undefined);
  if (kept) return answerFrom(kept);
  const { answer, error } = await asked;
  if (error) throw error;
  return answer;
}

const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
