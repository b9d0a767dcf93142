// The socket that tells that the page has changed. It comes back by itself, and says each time what the page knows: so
// it is told of what happened while nobody listened.

const FIRST_MS = 1_000;
const MOST_MS = 30_000;
// The server says something every 20 seconds or so; a line that is silent for longer is dead.
const SILENCE_MS = 45_000;
const SIGNED_OUT = 4401;
const GONE = 4404;

export class Live {
  #handlers;
  #socket = null;
  #tries = 0;
  #timer = 0;
  #silence = 0;

  /** @param {{onChange: () => void, onState: (state: "connecting"|"on"|"off") => void}} handlers */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  start() {
    addEventListener("online", () => this.#wake());
    addEventListener("pageshow", (event) => event.persisted && this.#wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    this.#open();
  }

  #open() {
    clearTimeout(this.#timer);
    const url = new URL("/console/live", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("mark", document.documentElement.dataset.mark);
    url.searchParams.set("page", location.pathname + location.search);
    const socket = new WebSocket(url);
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#heard(event.data);
    socket.onclose = (event) => this.#lost(event.code);
  }

  #opened() {
    this.#tries = 0;
    this.#handlers.onState("on");
    this.#listen();
  }

  #heard(data) {
    this.#listen();
    if (data.includes('"changed"')) this.#handlers.onChange();
  }

  #listen() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(1006), SILENCE_MS);
  }

  #lost(code) {
    clearTimeout(this.#silence);
    if (this.#socket) {
      this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
      this.#socket.close();
    }
    this.#socket = null;
    if (code === SIGNED_OUT) return location.reload();
    if (code === GONE) return this.#handlers.onState("connecting");
    this.#handlers.onState("off");
    const delay = Math.min(MOST_MS, FIRST_MS * 2 ** this.#tries) * (0.5 + Math.random() / 2);
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#open(), delay);
  }

  #wake() {
    if (!this.#socket) this.#open();
  }
}
