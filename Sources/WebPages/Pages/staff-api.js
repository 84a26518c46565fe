// What the staff's screen asks of the server: figures, pictures and files. Statistics take their time.

import { Refused, Unreachable, get } from "./api.js";
import { language } from "./language.js";

/** How long an answer is waited for, milliseconds. */
const patience = 60000;

/** The figures at a path. Throws `Unreachable` or `Refused`. */
export const figures = (path, token) => get(path, { token, language, patience });

/** The picture at a path, as an element of this document. Throws `Unreachable` or `Refused`. */
export async function picture(path, token) {
  const text = await (await fetched(path, token)).text();
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (root.localName !== "svg") throw new Unreachable("no picture");
  return document.importNode(root, true);
}

/** The file at a path, with the name that the server gives it. Throws `Unreachable` or `Refused`. */
export async function file(path, token) {
  const response = await fetched(path, token);
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "usage";
  return { name, content: await response.blob() };
}

async function fetched(path, token) {
  const response = await answered(path, {
    headers: { Authorization: `Bearer ${token}`, "Accept-Language": language }, cache: "no-store", credentials: "omit",
    redirect: "error", signal: AbortSignal.timeout(patience),
  });
  if (response.ok) return response;
  if ([502, 503, 504].includes(response.status)) throw new Unreachable(`HTTP ${response.status}`);
  throw new Refused(response.status, await response.json().catch(() => undefined));
}

async function answered(path, request) {
  try {
    return await fetch(path, request);
  } catch (error) {
    throw new Unreachable(error.message);
  }
}

/** Has the browser save a file. */
export function save({ name, content }) {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
