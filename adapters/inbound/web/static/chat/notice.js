// Short words to the person: seen above the composer for a while, or only heard.

import { byId, make } from "./dom.js";

const SHOWN_MS = 8_000;
const MOST_ANNOUNCED = 20;
let timer = 0;

/** @param {string} text shown (and read out) until the next one or for a few seconds */
export function notice(text) {
  const place = byId("notice");
  clearTimeout(timer);
  place.textContent = text;
  if (text) timer = setTimeout(() => notice(""), SHOWN_MS);
}

/**
 * Have a screen reader say it, after what it is saying.
 *
 * @param {string} text
 */
export function announce(text) {
  const place = byId("announcer");
  // Added, not replaced: words that are still waiting to be spoken are not lost, and the same ones twice are news.
  place.append(make("p", "", {}, text));
  while (place.children.length > MOST_ANNOUNCED) place.firstChild.remove();
}
