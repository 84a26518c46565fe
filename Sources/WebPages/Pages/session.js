// Who is signed in: a token, kept until the tab is closed or, when its owner wishes, on the phone. What the token is good
// for is kept beside it, so that the page opens without a network.

import { Refused, get } from "./api.js";
import { remember, remembered } from "./memory.js";

const tab = () => sessionStorage;
const phone = () => localStorage;

/** The session that was kept: `{ token, role, stations, expires_at }`. */
export function keptSession() {
  return remembered("session", tab) ?? remembered("session", phone);
}

/** Signs in; `isLasting` keeps the token on the phone. Throws `Refused` (401 for a token that is none) or `Unreachable`. */
export async function signIn(token, isLasting) {
  const session = { token, ...(await get("/v1/token", { token })) };
  remember("session", session, isLasting ? phone : tab);
  return session;
}

/** Asks whether the session still holds. Gives it as it is now, or nothing when it has ended. Throws `Unreachable`. */
export async function renewed(session) {
  try {
    const isLasting = remembered("session", phone)?.token === session.token;
    return await signIn(session.token, isLasting);
  } catch (error) {
    if (!(error instanceof Refused) || error.status !== 401) throw error;
    signOut();
    return undefined;
  }
}

/** Forgets the token everywhere. */
export function signOut() {
  remember("session", undefined, tab);
  remember("session", undefined, phone);
}
