// Chat protocol 1 without a socket: what to write, how to read, when to come back.

export const PROTOCOL = 1;
export const MAX_FRAME_BYTES = 65_536;

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** @typedef {{type: string, ref?: string, [field: string]: unknown}} Frame */

/**
 * @param {{token?: string|null, conversationId?: string|null, afterSeq?: number, openTurns?: string[],
 *   lang?: string}} known what this page remembers
 * @returns {Frame}
 */
export function helloFrame({ token, conversationId, afterSeq, openTurns, lang }) {
  const frame = { type: "hello", protocol: PROTOCOL };
  if (token) frame.token = token;
  if (conversationId) frame.conversation_id = conversationId;
  if (conversationId && afterSeq !== undefined) frame.after_seq = afterSeq;
  if (openTurns?.length) frame.open_turns = openTurns;
  if (lang) frame.lang = lang;
  return frame;
}

/**
 * @param {Frame} frame
 * @returns {boolean} whether the server would refuse it for its size
 */
export function isTooLarge(frame) {
  return new TextEncoder().encode(JSON.stringify(frame)).length > MAX_FRAME_BYTES;
}

/**
 * @param {unknown} data what the socket brought
 * @returns {Frame|null} null for what is no frame of the protocol
 */
export function decodeFrame(data) {
  if (typeof data !== "string") return null;
  try {
    const frame = JSON.parse(data);
    return frame !== null && typeof frame === "object" && typeof frame.type === "string" ? frame : null;
  } catch {
    return null;
  }
}

/**
 * "Full jitter": anything between nothing and an exponentially growing ceiling, so that the visitors of a
 * restarted server do not all come back at once.
 *
 * @param {number} attempt 0 for the first
 * @param {number} random 0…1
 * @returns {number} milliseconds
 */
export function retryDelay(attempt, random) {
  return random * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
}

/**
 * What a close code asks of us: `soon` (with backoff), `later` (not within half a minute), `never`.
 *
 * @param {number} code
 * @returns {"soon"|"later"|"never"}
 */
export function comeBack(code) {
  if (code === 4400) return "never"; // This page speaks another protocol than the server: reload it.
  if (code === 1008) return "later"; // Flood, or an origin that is not allowed: insisting makes it worse.
  return "soon";
}

/**
 * The delay before the next attempt after a close with this code.
 *
 * @param {number} code
 * @param {number} attempt
 * @param {number} random
 * @returns {number|null} milliseconds; null: do not come back
 */
export function delayAfter(code, attempt, random) {
  const verdict = comeBack(code);
  if (verdict === "never") return null;
  if (verdict === "later") return LONGEST_DELAY_MS * (1 + random);
  return retryDelay(attempt, random);
}

const SECRET_COMMAND = /^(\s*\/(?:register|login)\s+\S+\s+)(\S[\s\S]*)$/i;

/**
 * @param {string} text a message as typed
 * @returns {{shown: string, secret: boolean}} `shown` has dots for the password of a command that carries one
 */
export function hideSecret(text) {
  const match = SECRET_COMMAND.exec(text);
  return match ? { shown: `${match[1]}••••••`, secret: true } : { shown: text, secret: false };
}

/** Whether a text being typed may already hold a password: it is not kept then. */
export function maySecret(text) {
  return /^\s*\/(?:r|l)/i.test(text);
}
