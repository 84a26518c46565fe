// The server's API from the page's side.

import { remember, remembered } from "./memory.js";

/** The server was not reached, or does not answer for now. */
export class Unreachable extends Error {}

/** The server said no, and why. */
export class Refused extends Error {
  constructor(status, problem) {
    const faults = (problem?.errors ?? []).map((fault) => fault.detail).filter(Boolean);
    super([problem?.detail, ...faults].filter(Boolean).join(": ") || `HTTP ${status}`);
    this.status = status;
  }

  /** Whether the same request may be taken later. */
  get isForNow() {
    return this.status === 401 || this.status === 403 || this.status === 429 || this.status >= 500;
  }
}

/** How long an answer is waited for, milliseconds. */
const usualPatience = 12000;

/**
 * Sends a request and gives what it was answered: `{ status, body, tag }`.
 *
 * Throws `Unreachable` or `Refused`.
 */
export async function send(
  method, path, { body, type = "application/json", token, language, headers = {}, patience = usualPatience } = {},
) {
  const fields = { Accept: "application/json", ...headers };
  if (language) fields["Accept-Language"] = language;
  if (token) fields.Authorization = `Bearer ${token}`;
  if (body !== undefined) fields["Content-Type"] = type;
  const response = await answered(path, {
    method, headers: fields, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-cache",
    credentials: "omit", redirect: "error",
  }, patience);
  const document = await content(response);
  if (response.ok) return { status: response.status, body: document, tag: response.headers.get("ETag") };
  // A proxy in front of a server that is down says so by these.
  if ([502, 503, 504].includes(response.status)) throw new Unreachable(`HTTP ${response.status}`);
  throw new Refused(response.status, document);
}

/** What a GET is answered. */
export async function get(path, options) {
  return (await send("GET", path, options)).body;
}

/** Seconds since 1970 by the server's clock, as far as it has been seen: a phone's own may be wrong. */
export const serverNow = () => Math.floor(Date.now() / 1000) + (remembered("clockOffset") ?? 0);

function compareClocks(response) {
  const offset = Math.round((Date.parse(response.headers.get("Date")) - Date.now()) / 1000);
  if (Number.isNaN(offset)) return;
  // The time that the answer took counts as well; it is no more than this.
  remember("clockOffset", Math.abs(offset) > 30 ? offset : undefined);
}

async function answered(path, request, patience) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patience);
  try {
    const response = await fetch(path, { ...request, signal: control.signal });
    compareClocks(response);
    return response;
  } catch (error) {
    throw new Unreachable(error.message);
  } finally {
    clearTimeout(timer);
  }
}

async function content(response) {
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch {
    // Half an answer, or another network's page that asks to log in.
    if (response.ok) throw new Unreachable("no JSON");
    return undefined;
  }
}

/** `?a=1&b=2` of an object, without what is not there. */
export function query(parameters) {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  return `?${new URLSearchParams(pairs)}`;
}
