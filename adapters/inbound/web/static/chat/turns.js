// A turn (one answer owed) as this page sees it. Pure: every function returns a new turn.

import { lay, lengthOf } from "./codepoints.js";

/**
 * @typedef {object} Turn
 * @property {string} id
 * @property {"waiting"|"writing"|"settled"|"stopped"|"failed"|"declined"} state
 * @property {string} text what has arrived so far
 * @property {number} length of `text`, in code points
 * @property {{offset: number, text: string}[]} ahead fragments that wait for one before them
 * @property {number} anchor the `seq` after which the turn is shown when no stored message stands for it
 * @property {string} [code] why it failed or was declined
 * @property {boolean} [retryable]
 * @property {boolean} [stopping] the person has asked to stop it
 */

/** @returns {Turn} */
export function newTurn(id) {
  return { id, state: "waiting", text: "", length: 0, ahead: [], anchor: Infinity };
}

/** @param {Turn} turn */
export function isRunning(turn) {
  return turn.state === "waiting" || turn.state === "writing";
}

/**
 * Lay a fragment. One that begins beyond what is known waits; a snapshot or the end brings the rest anyway.
 *
 * @param {Turn} turn
 * @param {number} offset in code points
 * @param {string} text
 * @returns {Turn}
 */
export function withDelta(turn, offset, text) {
  if (offset > turn.length) return { ...turn, ahead: [...turn.ahead, { offset, text }] };
  let laid = layOn(turn, offset, text);
  const later = [];
  for (const fragment of [...turn.ahead].sort((a, b) => a.offset - b.offset)) {
    if (fragment.offset > laid.length) later.push(fragment);
    else laid = layOn(laid, fragment.offset, fragment.text);
  }
  return { ...laid, ahead: later };
}

function layOn(turn, offset, text) {
  const whole = offset === turn.length ? turn.text + text : lay(turn.text, offset, text);
  const length = Math.max(turn.length, offset + lengthOf(text));
  return { ...turn, state: whole ? "writing" : turn.state, text: whole, length };
}

/** @param {Turn} turn @param {string} text everything so far @returns {Turn} */
export function withSnapshot(turn, text) {
  const state = text ? "writing" : "waiting";
  return { ...turn, state, text, length: lengthOf(text), ahead: [], anchor: Infinity, code: undefined };
}

/**
 * @param {Turn} turn
 * @param {{state: string, code?: string, retryable?: boolean}} frame `turn_ended`
 * @param {number} anchor
 * @returns {Turn}
 */
export function withEnd(turn, { state, code, retryable }, anchor) {
  return { ...turn, state, code, retryable: Boolean(retryable), anchor, ahead: [], stopping: false };
}
