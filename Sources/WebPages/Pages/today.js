// Today's visits of one station: what the server has, as it was last seen, and what still waits to be sent.

import { Unreachable, get, query, serverNow } from "./api.js";
import { localDay, localText } from "./clock.js";
import { waiting } from "./outbox.js";
import { fact, keepFact } from "./store.js";

/** `{ visits, isKept }`, newest first; each visit may be `isWaiting` (by its `number`) or `isVoided`. */
export async function visitsToday(station, zone, token) {
  const day = localDay(serverNow(), zone);
  const { visits, isKept } = await sentVisits(station, day, token);
  const pending = await waiting();
  const unsent = pending.filter((item) => item.kind === "visit" && item.body.station_id === station && !item.fault)
    .map((item) => ({ ...item.body, isWaiting: true, number: item.number }));
  const taken = new Set(pending.filter((item) => item.kind === "void").map((item) => item.visit));
  const known = new Set(visits.map((visit) => visit.id));
  const all = [...visits, ...unsent.filter((visit) => !known.has(visit.id))].map((visit) => ({
    ...visit, isVoided: visit.void_reason !== undefined || taken.has(visit.id), isTaking: taken.has(visit.id),
  }));
  return { visits: all.reverse(), isKept };
}

async function sentVisits(station, day, token) {
  const name = `visits ${station}`;
  try {
    const visits = [];
    let path = `/v1/visits${query({ station, from: day, to: day, limit: 1000 })}`;
    while (path) {
      const answer = await get(path, { token });
      visits.push(...answer.visits);
      path = answer.next;
    }
    await keepFact(name, { day, visits }).catch(() => undefined);
    return { visits, isKept: false };
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const kept = await fact(name).catch(() => undefined);
    return { visits: kept?.day === day ? kept.visits : [], isKept: true };
  }
}

/** How many count: `{ visits, people }`. */
export function totals(visits) {
  const counted = visits.filter((visit) => !visit.isVoided);
  return { visits: counted.length, people: counted.reduce((sum, visit) => sum + visit.people, 0) };
}

/** The body of a new visit. */
export function newVisit(id, station, zone, { group, people, services }) {
  return { id, station_id: station, at: localText(serverNow(), zone), group, people, services };
}
