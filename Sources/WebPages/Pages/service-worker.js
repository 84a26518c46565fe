// Keeps the pages on the phone, so that they open without a network: all files of one edition together, so that none meets
// a file of another. The directory and what waits to be sent are kept by the pages, in IndexedDB.

import { refresh } from "./pages/directory.js";
import { deliver, syncTag } from "./pages/outbox.js";

// The server writes these two.
const edition = "EDITION";
const files = ["FILES"];

const cacheName = `yizhan-pages-${edition}`;
/** Without these the pages still work. */
const extras = ["/leaflet/leaflet.js", "/leaflet/leaflet.css"];

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if ([...files, ...extras].includes(url.pathname)) event.respondWith(answer(request, url.pathname));
});
self.addEventListener("sync", (event) => {
  if (event.tag === syncTag) event.waitUntil(sendAll());
});
self.addEventListener("periodicsync", (event) => event.waitUntil(refresh()));

async function install() {
  const cache = await caches.open(cacheName);
  await cache.addAll(files.map((path) => new Request(path, { cache: "no-cache" })));
  await Promise.allSettled(extras.map((path) => cache.add(path)));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("yizhan-pages-") && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** A file by its path, whatever the query that a link came with. */
async function answer(request, path) {
  const kept = await caches.match(path, { cacheName });
  return kept ?? fetch(request);
}

/** Fails while something is left, by which the browser tries again later. */
async function sendAll() {
  const { left } = await deliver();
  if (left > 0) throw new Error(`${left} not sent`);
}
