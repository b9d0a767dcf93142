// The socket and when to open another: the only module that holds a WebSocket.

import { decodeFrame, delayAfter } from "./protocol.js";

const WELCOME_WITHIN_MS = 10_000;
const QUIET_MS = 25_000;
const PONG_WITHIN_MS = 10_000;
// A connection shorter than this does not start the backoff anew.
const STABLE_MS = 5_000;
const LOST = 1006;

/**
 * @typedef {{name: "connecting"} | {name: "online"} | {name: "waiting", until: number}
 *   | {name: "ended", reason: string}} Phase `until`: Date.now() of the next attempt
 */

export class Connection {
  #url;
  #handlers;
  #socket = null;
  #welcomedAt = 0;
  #attempt = 0;
  #retryTimer = 0;
  #watchdog = 0;
  #ended = false;

  /**
   * @param {string} url
   * @param {{hello: () => object, onFrame: (frame: object) => void, onPhase: (phase: Phase) => void,
   *   onLost: (code: number) => void}} handlers
   */
  constructor(url, handlers) {
    this.#url = url;
    this.#handlers = handlers;
  }

  get online() {
    return this.#welcomedAt > 0;
  }

  start() {
    addEventListener("online", () => this.#wake());
    addEventListener("pageshow", (event) => event.persisted && this.#wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    this.#open();
  }

  /** @returns {boolean} false when there is nobody to send to */
  send(frame) {
    if (!this.online) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Connect at once, whatever the backoff says. */
  reconnectNow() {
    this.#attempt = 0;
    if (!this.#socket && !this.#ended) this.#open();
  }

  /** Leave this socket and open another, with a new `hello`. */
  restart() {
    if (!this.#ended) this.#lose(LOST);
  }

  /** Leave for good. */
  end(reason) {
    this.#ended = true;
    this.#lose(1000);
    this.#handlers.onPhase({ name: "ended", reason });
  }

  #open() {
    clearTimeout(this.#retryTimer);
    this.#handlers.onPhase({ name: "connecting" });
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#watch(WELCOME_WITHIN_MS, () => this.#lose(LOST));
    socket.onopen = () => socket.send(JSON.stringify(this.#handlers.hello()));
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#lose(event.code);
  }

  #receive(data) {
    if (this.online) this.#watchSilence();
    const frame = decodeFrame(data);
    if (!frame) return;
    if (frame.type === "welcome") {
      this.#welcomedAt = Date.now();
      this.#watchSilence();
    }
    this.#handlers.onFrame(frame);
    if (frame.type === "welcome" && this.online) this.#handlers.onPhase({ name: "online" });
  }

  // The browser answers protocol pings unseen by scripts, so a dead line shows only if we ask.
  #watchSilence() {
    this.#watch(QUIET_MS, () => {
      this.send({ type: "ping" });
      this.#watch(PONG_WITHIN_MS, () => this.#lose(LOST));
    });
  }

  #watch(milliseconds, then) {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(then, milliseconds);
  }

  #lose(code) {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#watchdog);
    clearTimeout(this.#retryTimer);
    if (socket) {
      // A dead line takes its time to close: nothing it still brings is ours any more.
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    if (this.#welcomedAt && Date.now() - this.#welcomedAt > STABLE_MS) this.#attempt = 0;
    this.#welcomedAt = 0;
    this.#handlers.onLost(code);
    if (!this.#ended) this.#comeBackAfter(code);
  }

  #comeBackAfter(code) {
    const delay = delayAfter(code, this.#attempt, Math.random());
    if (delay === null) {
      this.#ended = true;
      this.#handlers.onPhase({ name: "ended", reason: "outdated" });
      return;
    }
    this.#attempt += 1;
    this.#retryTimer = setTimeout(() => this.#open(), delay);
    this.#handlers.onPhase({ name: "waiting", until: Date.now() + delay });
  }

  // The network is back, or somebody looks at the page again: a long backoff has no point, and a socket that
  // slept through may be dead without knowing.
  #wake() {
    if (this.#ended) return;
    if (!this.#socket) this.reconnectNow();
    else if (this.online) {
      this.send({ type: "ping" });
      this.#watch(PONG_WITHIN_MS / 2, () => this.#lose(LOST));
    }
  }
}
