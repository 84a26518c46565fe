// What waits to be sent: check-ins, visits, takings back, changes of a station's condition. Each is written down before it
// is sent, and struck off when the server has it, so that nothing is lost when the network, the battery or the page ends;
// a visit carries its id, by which the server counts it once.

import { Refused, Unreachable, send } from "./api.js";
import { inTurn, transact } from "./store.js";

/** The name under which the browser wakes the service worker when there is a network. */
export const syncTag = "yizhan-outbox";

/** How each kind is sent; `token` is for those that need one. */
const ways = {
  checkIn: ({ station, body }) => send("POST", `/v1/stations/${encodeURIComponent(station)}/check-ins`, { body }),
  visit: ({ body }, token) => send("POST", "/v1/visits", { body, token }),
  void: ({ visit, body }, token) => send("POST", `/v1/visits/${visit}/void`, { body, token }),
  condition: ({ station, change }, token) => sendCondition(station, change, token),
};

/** A page that is open tries again so often, milliseconds: not every outage ends with an event. */
const retryInterval = 30000;

/** Has something called every now and then while anything waits. */
export function whileWaiting(work) {
  setInterval(async () => {
    const items = await waiting().catch(() => []);
    if (items.some((item) => !item.fault)) work();
  }, retryInterval);
}

/** Writes something down to be sent; gives its number. */
export async function enqueue(item) {
  const number = await transact(["waiting"], "readwrite", ({ waiting }) => waiting.add({ ...item, since: Date.now() }));
  wakeLater();
  return number;
}

/** Asks for the service worker to be woken once there is a network, where the browser can. */
async function wakeLater() {
  try {
    const registration = await navigator.serviceWorker?.ready;
    await registration?.sync?.register(syncTag);
  } catch {
    // The next opening of the page sends it.
  }
}

/** Sends an item at once, where nothing can be written down. */
export const sendNow = (item, token) => ways[item.kind](item, token);

/** All that waits, oldest first; what the server will never take has a `fault`. */
export const waiting = () => transact(["waiting"], "readonly", (stores) => stores.waiting.getAll());

/** Strikes one off, unsent. */
export const discard = (number) => transact(["waiting"], "readwrite", (stores) => stores.waiting.delete(number));

/**
 * Sends all that can be, oldest first, and gives `{ sent, left }`: the items that the server took or refused, and how many
 * it did not take for now. Those that need a token wait for one. Pages and the service worker do it one after the other.
 */
export const deliver = (token) => inTurn("outbox", () => deliverAll(token));

async function deliverAll(token) {
  const sent = [];
  let left = 0;
  let isReachable = true;
  for (const item of await waiting()) {
    if (item.fault || (item.kind !== "checkIn" && !token)) continue;
    if (!isReachable) {
      left += 1;
      continue;
    }
    try {
      await ways[item.kind](item, token);
      await discard(item.number);
      sent.push(item);
    } catch (error) {
      if (error instanceof Unreachable || error.status === 429) isReachable = false;
      else if (!(error instanceof Refused)) throw error;
      if (error instanceof Unreachable || (error.isForNow && !isLost(item, error))) {
        left += 1;
      } else {
        const fault = { status: error.status, detail: error.message };
        await transact(["waiting"], "readwrite", (stores) => stores.waiting.put({ ...item, fault }));
        sent.push({ ...item, fault });
      }
    }
  }
  return { sent, left };
}

/** A check-in needs no token: one that is forbidden has a code that is no longer good, and will not get better. */
const isLost = (item, error) => item.kind === "checkIn" && error.status === 403;

/** How often a change that crosses another is tried. */
const attempts = 4;

/** Changes a station's condition as it is now, so that a change that waited does not undo what others did meanwhile. */
async function sendCondition(station, change, token) {
  const path = `/v1/stations/${encodeURIComponent(station)}`;
  for (let attempt = 1; ; attempt += 1) {
    const { body, tag } = await send("GET", path);
    try {
      return await send("PATCH", path, {
        body: patchOf(body, change), type: "application/merge-patch+json", token, headers: tag ? { "If-Match": tag } : {},
      });
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 412 || attempt === attempts) throw error;
    }
  }
}

/** The merge patch that makes `{ suspend: reason }`, `{ resume: true }`, `{ breaks: code }` or `{ mends: code }` so. */
export function patchOf(station, { suspend, resume, breaks, mends }) {
  if (suspend !== undefined) return { status: "suspended", status_reason: suspend, status_until: null };
  if (resume) return { status: "active", status_reason: null, status_until: null };
  const [working, broken] = [new Set(station.amenities), new Set(station.broken_amenities ?? [])];
  const [from, to, code] = breaks ? [working, broken, breaks] : [broken, working, mends];
  from.delete(code);
  to.add(code);
  return { amenities: [...working], broken_amenities: [...broken] };
}

/** A version 7 UUID (RFC 9562): ids of one phone sort by time. */
export function newID() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const instant = Date.now();
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(instant / 2 ** (8 * (5 - place))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
