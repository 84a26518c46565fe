// Small things that stay on the phone: a language, filters, the group one works in. Never who someone is.
// Where the browser keeps nothing (a private window, a full disk) they are forgotten with the page.

const prefix = "yizhan.";
const fallback = new Map();

/** What was remembered under a name, or nothing. */
export function remembered(name, storage = () => localStorage) {
  try {
    const text = storage().getItem(prefix + name);
    return text === null ? fallback.get(name) : JSON.parse(text);
  } catch {
    return fallback.get(name);
  }
}

/** Remembers a value under a name; forgets it when there is none. */
export function remember(name, value, storage = () => localStorage) {
  fallback.delete(name);
  try {
    if (value === undefined) storage().removeItem(prefix + name);
    else storage().setItem(prefix + name, JSON.stringify(value));
  } catch {
    fallback.set(name, value);
  }
}
