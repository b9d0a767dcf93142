// What this page knows of the conversation. `reduce` is pure; the store keeps its last result.

import { completeUpTo, mergeMessages } from "./timeline.js";
import { isRunning, newTurn, withDelta, withEnd, withSnapshot } from "./turns.js";

/**
 * @typedef {object} Pending a message of the person that the server has not confirmed
 * @property {string} id
 * @property {string} text as shown
 * @property {string} wire as sent: differs from `text` when that hides a password
 * @property {string} at
 * @property {string|null} conversationId null until the first `welcome`
 * @property {"sending"|"failed"} state
 * @property {number} tries
 * @property {string} [code]
 * @property {string} [words]
 */

/**
 * @typedef {object} State
 * @property {object|null} person
 * @property {{id: string}|null} conversation
 * @property {{max_text?: number, answers_left_today?: number|null}} limits
 * @property {import("./timeline.js").StoredMessage[]} messages
 * @property {Pending[]} pending
 * @property {Map<string, import("./turns.js").Turn>} turns
 * @property {Map<string, number>} ratings by message id
 * @property {boolean} loaded whether the newest messages have been fetched
 * @property {boolean} more whether there are older ones
 * @property {"idle"|"loading"|"failed"} older how fetching them stands
 */

const EMPTY = { messages: [], turns: new Map(), ratings: new Map(), loaded: false, more: false, older: "idle" };

/** @returns {State} */
export function initialState({ conversationId = null, pending = [], openTurns = [] } = {}) {
  return {
    ...EMPTY,
    person: null,
    conversation: conversationId ? { id: conversationId } : null,
    limits: {},
    pending,
    turns: new Map(openTurns.map((id) => [id, newTurn(id)])),
  };
}

/** @param {State} state @returns {string[]} ids of the turns whose end has not been seen */
export function openTurns(state) {
  return [...state.turns.values()].filter(isRunning).map((turn) => turn.id);
}

/** @param {State} state @returns {number|undefined} for `hello`: up to which `seq` nothing is missing */
export function afterSeq(state) {
  return state.loaded ? completeUpTo(state.messages) : undefined;
}

const FRAMES = {
  welcome: (state, frame) =>
    enter({ ...state, person: frame.person, limits: frame.limits ?? {} }, frame.conversation),
  signed_in: (state, frame) => enter({ ...state, person: frame.person }, frame.conversation),
  signed_out: (state) => ({ ...initialState(), limits: state.limits }),
  erased: (state) => ({ ...initialState(), limits: state.limits }),
  opened: (state, frame) => withNewest(enter(state, frame.conversation), frame.messages ?? []),
  accepted: withAccepted,
  message: (state, frame) => withMessages(state, [frame.message]),
  history: withHistory,
  turn_started: withTurnStarted,
  delta: (state, frame) => {
    const turn = state.turns.get(frame.turn_id);
    // Without a `turn_started`, `accepted` or `snapshot` the turn is of another conversation, or over.
    return turn && isRunning(turn) ? withTurn(state, withDelta(turn, frame.offset, frame.text)) : state;
  },
  snapshot: (state, frame) => {
    const known = state.turns.get(frame.turn_id);
    if (!known && isAnswered(state, frame.turn_id)) return state;
    return withTurn(state, withSnapshot(known ?? newTurn(frame.turn_id), frame.text));
  },
  turn_ended: withTurnEnded,
};

/**
 * @param {State} state
 * @param {import("./protocol.js").Frame} frame from the server
 * @returns {State} the same object when the frame changes nothing
 */
export function reduce(state, frame) {
  return Object.hasOwn(FRAMES, frame.type) ? FRAMES[frame.type](state, frame) : state;
}

function enter(state, conversation) {
  if (!conversation) return state;
  const same = state.conversation?.id === conversation.id;
  const pending = state.pending.map((one) => placed(one, conversation.id));
  return same ? { ...state, pending } : { ...state, ...EMPTY, conversation: { id: conversation.id }, pending };
}

function placed(pending, conversationId) {
  if (pending.conversationId === null) return { ...pending, conversationId };
  if (pending.conversationId === conversationId || pending.state === "failed") return pending;
  // Written for another conversation: only the person can say whether it belongs here.
  return { ...pending, state: "failed", code: "conversation_changed" };
}

function withMessages(state, incoming) {
  const messages = mergeMessages(state.messages, incoming);
  const answered = incoming.filter((message) => message.author === "assistant" && message.turn_id);
  const over = answered.filter(({ turn_id: id }) => state.turns.has(id) && isRunning(state.turns.get(id)));
  if (!over.length) return { ...state, messages };
  const turns = new Map(state.turns);
  for (const message of over) turns.delete(message.turn_id);
  return { ...state, messages, turns };
}

function withNewest(state, messages) {
  const more = messages.length > 0 && messages[0].seq > 1;
  return { ...withMessages({ ...state, messages: [] }, messages), loaded: true, more, older: "idle" };
}

function withHistory(state, frame) {
  if (frame.conversation_id !== state.conversation?.id) return state;
  const oldest = state.messages[0]?.seq ?? Infinity;
  const reachesBack = !frame.messages.length || frame.messages[0].seq <= oldest;
  const next = withMessages(state, frame.messages);
  // What fills a hole says nothing about the beginning of the conversation.
  return reachesBack ? { ...next, loaded: true, more: Boolean(frame.more), older: "idle" } : next;
}

function withAccepted(state, frame) {
  const pending = state.pending.filter((one) => one.id !== frame.id);
  const message = { ...frame.message, key: `c:${frame.id}` };
  const next = { ...withMessages(state, [message]), pending };
  if (!frame.turn_id || next.turns.has(frame.turn_id) || isAnswered(next, frame.turn_id)) return next;
  return withTurn(next, newTurn(frame.turn_id));
}

function isAnswered(state, turnId) {
  return state.messages.some((message) => message.author === "assistant" && message.turn_id === turnId);
}

function withTurnStarted(state, frame) {
  if (frame.conversation_id && frame.conversation_id !== state.conversation?.id) return state;
  const known = state.turns.get(frame.turn_id);
  return known && isRunning(known) ? state : withTurn(state, newTurn(frame.turn_id));
}

function withTurnEnded(state, frame) {
  const next = frame.message ? withMessages(state, [{ turn_id: frame.turn_id, ...frame.message }]) : state;
  const turn = state.turns.get(frame.turn_id) ?? newTurn(frame.turn_id);
  const limits = frame.state === "settled" ? oneAnswerLess(next.limits) : next.limits;
  const turns = new Map(next.turns);
  if (frame.state === "settled" && frame.message) turns.delete(frame.turn_id);
  else turns.set(frame.turn_id, withEnd(turn, frame, next.messages.at(-1)?.seq ?? 0));
  return { ...next, limits, turns };
}

function oneAnswerLess(limits) {
  const left = limits.answers_left_today;
  return typeof left === "number" ? { ...limits, answers_left_today: Math.max(0, left - 1) } : limits;
}

function withTurn(state, turn) {
  return { ...state, turns: new Map(state.turns).set(turn.id, turn) };
}

/** @param {State} state @param {string} turnId @param {object} change @returns {State} */
export function changeTurn(state, turnId, change) {
  const turn = state.turns.get(turnId);
  return turn ? withTurn(state, { ...turn, ...change }) : state;
}

/** @param {State} state @param {string} turnId @returns {State} without a turn that another one has replaced */
export function dropTurn(state, turnId) {
  const turns = new Map(state.turns);
  turns.delete(turnId);
  return { ...state, turns };
}

/** @param {State} state @param {string} id @param {Partial<Pending>|null} change null takes it away */
export function changePending(state, id, change) {
  const pending = state.pending.flatMap((one) => (one.id === id ? (change ? [{ ...one, ...change }] : []) : [one]));
  return { ...state, pending };
}

/** @param {State} state @param {string} messageId @param {number} value @returns {State} */
export function rate(state, messageId, value) {
  return { ...state, ratings: new Map(state.ratings).set(messageId, value) };
}

/**
 * @param {State} first
 * @returns {{get: () => State, update: (change: (state: State) => State) => void,
 *   subscribe: (listener: (state: State) => void) => void}}
 */
export function createStore(first) {
  let state = first;
  const listeners = new Set();
  return {
    get: () => state,
    update(change) {
      const next = change(state);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
    },
  };
}
