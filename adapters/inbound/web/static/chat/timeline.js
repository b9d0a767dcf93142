// The order of a conversation: stored messages by `seq`, then what is being sent, then what is being written.

import { isRunning } from "./turns.js";

/**
 * @typedef {object} StoredMessage
 * @property {string} key stays the same from the first sight of a message to its stored form
 * @property {string} id
 * @property {number} seq 1, 2, 3… in its conversation, without holes
 * @property {"person"|"assistant"|"operator"|"system"} author
 * @property {string} text
 * @property {string} [html] made safe by the server
 * @property {string} at
 * @property {string} [turn_id]
 */

/**
 * @typedef {object} Item one thing to show
 * @property {string} key
 * @property {string} author
 * @property {string} state
 * @property {string} text
 * @property {string} [html]
 * @property {string} [at]
 * @property {string} [id] of the stored message
 * @property {number} [seq] of the stored message
 * @property {string} [clientId] of a message not yet stored
 * @property {object} [turn]
 * @property {string} [code] why it failed
 * @property {string} [words] the server's own words about it
 * @property {number} [retryAfter] seconds
 */

/**
 * Put messages among those known; one known by its `seq` or `id` is replaced and keeps its key.
 *
 * @param {StoredMessage[]} known ascending by `seq`
 * @param {object[]} incoming as on the wire, perhaps with a `key`
 * @returns {StoredMessage[]}
 */
export function mergeMessages(known, incoming) {
  const bySeq = new Map(known.map((message) => [message.seq, message]));
  const keys = new Set(known.map((message) => message.key));
  for (const message of incoming) {
    const before = bySeq.get(message.seq);
    let key = message.key ?? before?.key ?? keyOf(message);
    if (before?.key !== key && keys.has(key)) key = `s:${message.id}`;
    keys.add(key);
    bySeq.set(message.seq, { ...before, ...message, key });
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

function keyOf(message) {
  // The bubble in which an answer was written becomes the bubble of its stored message.
  return message.author === "assistant" && message.turn_id ? `t:${message.turn_id}` : `s:${message.id}`;
}

/**
 * @param {StoredMessage[]} messages ascending
 * @returns {number} the highest `seq` up to which nothing is missing after the first one known; 0 for none
 */
export function completeUpTo(messages) {
  let last = 0;
  for (const { seq } of messages) {
    if (last && seq !== last + 1) break;
    last = seq;
  }
  return last;
}

/**
 * @param {StoredMessage[]} messages ascending
 * @returns {{before: number, size: number}|null} the first hole: how many are missing before which `seq`
 */
export function firstHole(messages) {
  for (let index = 1; index < messages.length; index += 1) {
    const size = messages[index].seq - messages[index - 1].seq - 1;
    if (size > 0) return { before: messages[index].seq, size };
  }
  return null;
}

const STORED_STATES = { person: "sent", assistant: "settled", operator: "sent", system: "sent" };

/**
 * @param {import("./store.js").State} state
 * @returns {Item[]} everything to show, in order
 */
export function selectItems(state) {
  const items = [];
  const notes = [...state.turns.values()].filter((turn) => !isRunning(turn) && !isStored(state, turn));
  for (const message of state.messages) {
    items.push({ ...storedItem(state, message), seq: message.seq });
    for (const turn of notes) if (turn.anchor === message.seq) items.push(turnItem(turn));
  }
  const last = state.messages.at(-1)?.seq ?? 0;
  const known = new Set(state.messages.map(({ seq }) => seq));
  for (const turn of notes) if (turn.anchor > last || !known.has(turn.anchor)) items.push(turnItem(turn));
  for (const pending of state.pending) items.push(pendingItem(pending));
  for (const turn of state.turns.values()) if (isRunning(turn) && !isStored(state, turn)) items.push(turnItem(turn));
  return items;
}

function isStored(state, turn) {
  return state.messages.some((message) => message.turn_id === turn.id && message.author === "assistant");
}

function storedItem(state, message) {
  const { key, id, author, text, html, at } = message;
  const turn = author === "assistant" ? state.turns.get(message.turn_id) : undefined;
  // A new attempt is written where the earlier one stands.
  if (turn && isRunning(turn)) return { ...turnItem(turn), key };
  const stateName = turn?.state ?? STORED_STATES[author] ?? "sent";
  return { key, id, author, text, html, at, state: stateName, turn, code: turn?.code };
}

function pendingItem({ id, text, at, state, code, words, retryAfter }) {
  return { key: `c:${id}`, clientId: id, author: "person", state, text, at, code, words, retryAfter };
}

function turnItem(turn) {
  return { key: `t:${turn.id}`, author: "assistant", state: turn.state, text: turn.text, turn, code: turn.code };
}
