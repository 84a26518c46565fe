// What the phone keeps: an IndexedDB with the stations, some facts about them, and the visits that wait to be sent.

const name = "yizhan";
const version = 1;
let opening;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("stations", { keyPath: "id" });
      request.result.createObjectStore("facts");
      request.result.createObjectStore("waiting", { keyPath: "number", autoIncrement: true });
    };
    request.onsuccess = () => {
      // Another page of ours may need a newer version.
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => { opening = undefined; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  }).catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

/**
 * Runs one transaction, all or nothing. `work` gets the stores by name and gives a request whose result is the outcome,
 * or nothing.
 */
export async function transact(stores, mode, work) {
  const opened = await database();
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction(stores, mode);
    const handles = Object.fromEntries(stores.map((store) => [store, transaction.objectStore(store)]));
    const request = work(handles);
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    transaction.onerror = () => reject(transaction.error);
  });
}

/** All that is in a store, in the order of its keys. */
export const all = (store) => transact([store], "readonly", (stores) => stores[store].getAll());

/** A fact that was kept under a name. */
export const fact = (key) => transact(["facts"], "readonly", ({ facts }) => facts.get(key));

/** Keeps a fact. */
export const keepFact = (key, value) => transact(["facts"], "readwrite", ({ facts }) => facts.put(value, key));

/** Asks the browser not to throw away what is kept when it needs room. */
export const persist = () => navigator.storage?.persist?.().catch(() => false);

/** Runs something unless another page of ours, or the service worker, is at it already. */
export async function alone(name, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(`yizhan.${name}`, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

/** Runs something after whatever other page of ours, or the service worker, is at it. */
export async function inTurn(name, work) {
  return navigator.locks ? navigator.locks.request(`yizhan.${name}`, work) : work();
}
