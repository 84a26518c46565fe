// Who looks at the statistics: a token that is kept until the tab is closed, in its own storage and nowhere else.

import { get } from "./api.js";
import { language } from "./language.js";
import { remember, remembered } from "./memory.js";

const tab = () => sessionStorage;

/** The token that this tab was signed in with, or nothing. */
export const keptToken = () => remembered("session", tab)?.token;

/** Asks what a token is good for, `{ token, role, expires_at }`, and keeps it when that is to look at statistics. Throws `Refused` or `Unreachable`. */
export async function openSession(token) {
  const session = { token, ...(await get("/v1/token", { token, language })) };
  if (mayLook(session)) remember("session", session, tab);
  return session;
}

/** Whether the bearer may see the statistics. */
export const mayLook = ({ role }) => role === "staff" || role === "admin";

/** Forgets the token. */
export const closeSession = () => remember("session", undefined, tab);
