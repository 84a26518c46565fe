// The language of the page: as the phone has it, until its owner chooses the other one.

import { texts } from "./texts.js";
import { remember, remembered } from "./memory.js";

const languages = ["en", "zh"];

/** `en` or `zh`. */
export const language = languages.includes(remembered("language")) ? remembered("language") : preferred();

function preferred() {
  const wanted = (navigator.languages ?? [navigator.language]).map((tag) => String(tag).slice(0, 2).toLowerCase());
  return wanted.find((tag) => languages.includes(tag)) ?? "en";
}

/** The BCP 47 tag by which numbers and times are written. */
export const locale = language === "zh" ? "zh-CN" : "en-GB";

/** The text of a key, with values in its `{places}`. */
export function say(key, values = {}) {
  const pair = texts[key];
  if (!pair) throw new Error(`no text '${key}'`);
  return pair[languages.indexOf(language)].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The label of something with labels in both languages. */
export const labelled = (labels) => labels?.[language] ?? labels?.en ?? "";

/** Writes the texts of a page's elements: `data-text` names the content, `data-label` the accessible name. */
export function translate(root = document) {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const node of root.querySelectorAll("[data-text]")) node.textContent = say(node.dataset.text);
  for (const node of root.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
  for (const node of root.querySelectorAll("[data-hint]")) node.placeholder = say(node.dataset.hint);
}

/** Remembers the other language, and shows the page in it. */
export function switchLanguage() {
  remember("language", language === "zh" ? "en" : "zh");
  location.reload();
}
