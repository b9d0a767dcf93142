// Short words to the person: seen above the composer for a while, or only heard.

import { byId } from "./dom.js";

const SHOWN_MS = 8_000;
let timer = 0;

/** @param {string} text shown (and read out) until the next one or for a few seconds */
export function notice(text) {
  const place = byId("notice");
  clearTimeout(timer);
  place.textContent = text;
  if (text) timer = setTimeout(() => notice(""), SHOWN_MS);
}

/**
 * Have a screen reader say it. Finished messages only: a text being written would be read out piece by piece.
 *
 * @param {string} text
 */
export function announce(text) {
  const place = byId("announcer");
  // The same words twice are a change only if something else stood between.
  place.textContent = "";
  requestAnimationFrame(() => (place.textContent = text));
}
