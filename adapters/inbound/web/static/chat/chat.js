// The conversation over the wire: brings together the store, the connection and what outlives the page.

import { wellFormed } from "./codepoints.js";
import { Connection } from "./connection.js";
import { helloFrame, hideSecret, isTooLarge } from "./protocol.js";
import { createRequests } from "./requests.js";
import { afterSeq, changePending, changeTurn, dropTurn, openTurns, rate, reduce } from "./store.js";
import { firstHole } from "./timeline.js";

const PAGE = 50;
const MOST_OPEN_TURNS = 100;
// Messages of two sockets may cross on their way here: a hole younger than this is no hole.
const HOLE_MS = 1_000;
// How long a turn whose question was sent twice may stay silent before its fate is asked for.
const SILENT_TURN_MS = 4_000;

const LEAVING = new Set(["signed_out", "erased"]);

export class Chat {
  #store;
  #stored;
  #language;
  #onFrame;
  #onProblem;
  #connection;
  #requests;
  #knownHoles = new Set();
  #holeTimer = 0;

  /**
   * @param {{url: string, store: object, stored: object, language: () => string,
   *   onPhase: (phase: object) => void, onFrame: (frame: object, before: object) => void,
   *   onProblem: (error: {code: string, words?: string, retryAfter?: number}) => void}} options
   */
  constructor({ url, store, stored, language, onPhase, onFrame, onProblem }) {
    this.#store = store;
    this.#stored = stored;
    this.#language = language;
    this.#onFrame = onFrame;
    this.#onProblem = onProblem;
    this.#connection = new Connection(url, {
      hello: () => this.#hello(),
      onFrame: (frame) => this.#receive(frame),
      onLost: (code) => this.#lost(code),
      onPhase,
    });
    this.#requests = createRequests((frame) => this.#connection.send(frame));
  }

  start() {
    this.#store.subscribe((state) => this.#keep(state));
    this.#connection.start();
  }

  reconnectNow() {
    this.#connection.reconnectNow();
  }

  /** The language goes with `hello`. An answer being written is not disturbed: it changes at the next one. */
  languageChanged() {
    if (this.#connection.online && !openTurns(this.#store.get()).length) {
      this.#connection.restart();
      this.#connection.reconnectNow();
    }
  }

  /** Show the message and send it, now or when there is a connection. */
  say(typed) {
    const wire = wellFormed(typed);
    const id = newId();
    const conversationId = this.#store.get().conversation?.id ?? null;
    const at = new Date().toISOString();
    const { shown: text } = hideSecret(wire);
    const pending = { id, text, wire, at, conversationId, state: "sending", tries: 0 };
    this.#store.update((state) => ({ ...state, pending: [...state.pending, pending] }));
    this.#post(id);
  }

  /** Send a failed message once more, under the same id, in the conversation that is open now. */
  sayAgain(id) {
    const conversationId = this.#store.get().conversation?.id ?? null;
    const again = { state: "sending", conversationId, code: undefined, words: undefined, retryAfter: undefined };
    this.#changePending(id, again);
    this.#post(id);
  }

  /** Forget a failed message. */
  unsay(id) {
    this.#changePending(id, null);
  }

  stop() {
    for (const turnId of openTurns(this.#store.get())) {
      this.#changeTurn(turnId, { stopping: true });
      this.#ask({ type: "stop", turn_id: turnId }).catch(() => this.#changeTurn(turnId, { stopping: false }));
    }
  }

  async retry(turnId) {
    const started = await this.#ask({ type: "retry", turn_id: turnId }).catch(() => ({ turn_id: turnId }));
    if (started.turn_id !== turnId) this.#store.update((state) => dropTurn(state, turnId));
  }

  async rate(messageId, value) {
    const before = this.#store.get().ratings.get(messageId) ?? 0;
    this.#store.update((state) => rate(state, messageId, value));
    await this.#ask({ type: "rate", message_id: messageId, value }).catch(() =>
      this.#store.update((state) => rate(state, messageId, before)),
    );
  }

  /** Fetch the messages before the oldest one known; the newest ones when none is. */
  async loadOlder() {
    const { conversation, messages, older } = this.#store.get();
    if (!conversation || older === "loading" || !this.#connection.online) return;
    this.#store.update((state) => ({ ...state, older: "loading" }));
    const frame = { type: "history", conversation_id: conversation.id, limit: PAGE };
    if (this.#store.get().loaded && messages.length) frame.before_seq = messages[0].seq;
    const outcome = await this.#requests.ask(frame).then(() => "idle", () => "failed");
    this.#store.update((state) => ({ ...state, older: outcome }));
  }

  /** @param {"login"|"register"} type @returns {Promise<object>} rejects with ReplyError */
  authenticate(type, login, password) {
    return this.#requests.ask({ type, login: wellFormed(login), password: wellFormed(password) });
  }

  /** Ask what changes nothing here before the reply. @returns {Promise<object>} it; rejects with ReplyError */
  ask(frame) {
    return this.#requests.ask(frame);
  }

  /** @param {string|null} conversationId null for a new one @returns {Promise<object>} rejects with ReplyError */
  open(conversationId) {
    return this.#requests.ask({ type: "open", conversation_id: conversationId });
  }

  #hello() {
    const state = this.#store.get();
    return helloFrame({
      token: this.#stored.token.get(),
      conversationId: state.conversation?.id,
      afterSeq: afterSeq(state),
      openTurns: openTurns(state).slice(-MOST_OPEN_TURNS),
      lang: this.#language(),
    });
  }

  #receive(frame) {
    if (frame.type === "error" && !this.#connection.online) return this.#refused(frame);
    const before = this.#store.get();
    const expired = frame.type === "welcome" && !frame.session?.resumed && this.#stored.token.get();
    if (typeof frame.token === "string") this.#stored.token.set(frame.token);
    if (LEAVING.has(frame.type)) this.#stored.token.set(null);
    this.#store.update((state) => reduce(state, frame));
    const asked = this.#requests.settle(frame);
    if (frame.type === "error" && !asked) this.#onProblem(problemOf(frame));
    if (expired) this.#onProblem({ code: "session_expired" });
    this.#follow(frame);
    this.#onFrame(frame, before);
  }

  #follow(frame) {
    const state = this.#store.get();
    if (frame.type === "welcome") for (const { id } of state.pending) this.#post(id);
    const entered = frame.type === "welcome" || frame.type === "signed_in";
    if (entered && !state.loaded) {
      this.#knownHoles.clear();
      this.loadOlder();
    }
    if (LEAVING.has(frame.type)) this.#connection.restart();
    if (state.loaded && firstHole(state.messages)) this.#fillHoleSoon();
  }

  // The server did not take our `hello`.
  #refused(frame) {
    if (frame.code === "unsupported_protocol") return this.#connection.end("outdated");
    if (["not_found", "forbidden"].includes(frame.code) && this.#store.get().conversation) {
      this.#store.update((state) => ({ ...state, conversation: null, loaded: false }));
    } else if (!["unavailable", "internal"].includes(frame.code)) {
      // Those two pass by themselves, and the bar says that there is no connection.
      this.#onProblem(problemOf(frame));
    }
    return this.#connection.restart();
  }

  #lost(code) {
    this.#requests.abandon();
    this.#store.update((state) => (state.older === "loading" ? { ...state, older: "idle" } : state));
    if (code !== 1009) return;
    // One of these frames was too large; sending it again would only close the next socket.
    for (const { id } of this.#store.get().pending) this.#changePending(id, { state: "failed", code: "too_large" });
  }

  #post(id) {
    const { pending, conversation } = this.#store.get();
    const one = pending.find((candidate) => candidate.id === id);
    if (!one || one.state !== "sending" || !this.#connection.online) return;
    if (one.conversationId !== (conversation?.id ?? null)) return;
    const frame = { type: "message", id, text: one.wire };
    if (isTooLarge(frame)) return this.#changePending(id, { state: "failed", code: "too_large" });
    this.#changePending(id, { tries: one.tries + 1 });
    this.#requests.ask(frame).then(
      (reply) => one.tries > 0 && this.#askFateOf(reply.turn_id),
      (error) => error.code !== "offline" && this.#changePending(id, failureOf(error)),
    );
  }

  // `accepted` for a message sent twice may name a turn that ended while nobody listened: `hello` tells.
  #askFateOf(turnId) {
    setTimeout(() => {
      const turn = this.#store.get().turns.get(turnId);
      if (turn?.state === "waiting" && this.#connection.online) this.#connection.restart();
    }, SILENT_TURN_MS);
  }

  #fillHoleSoon() {
    clearTimeout(this.#holeTimer);
    this.#holeTimer = setTimeout(() => {
      const { conversation, messages } = this.#store.get();
      const hole = firstHole(messages);
      const name = `${conversation?.id}:${hole?.before}`;
      if (!hole || this.#knownHoles.has(name) || !this.#connection.online) return;
      this.#knownHoles.add(name);
      const limit = Math.min(hole.size, 100);
      const frame = { type: "history", conversation_id: conversation.id, before_seq: hole.before, limit };
      this.#requests.ask(frame).catch(() => this.#knownHoles.delete(name));
    }, HOLE_MS);
  }

  /** Ask; a refusal is shown in words and passed on. */
  #ask(frame) {
    const reply = this.#requests.ask(frame);
    reply.catch(this.#onProblem);
    return reply;
  }

  #changePending(id, change) {
    this.#store.update((state) => changePending(state, id, change));
  }

  #changeTurn(turnId, change) {
    this.#store.update((state) => changeTurn(state, turnId, change));
  }

  #keep(state) {
    this.#stored.conversation.set(state.conversation?.id ?? null);
    this.#stored.openTurns.set(openTurns(state));
    this.#stored.outbox.set(state.pending.filter((one) => one.text === one.wire));
  }
}

// crypto.randomUUID exists on secure origins only; a community may serve the page on a plain local address.
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function problemOf({ code, message, retry_after: retryAfter }) {
  return { code, words: message, retryAfter };
}

function failureOf({ code, words, retryAfter }) {
  return { state: "failed", code, words, retryAfter };
}
