// The page inside a frame of somebody else's page (widget/widget.js is the other end): what they tell each other.
// Each message is {otklik: 1, type, …}. From the host: `configure` {title, theme, open}, `shown`, `hidden`;
// to the host: `ready`, `close`, `unread` {count}. Nothing else is heard, and nothing secret is said.

import { byId } from "./dom.js";

const MOST_TITLE = 80;
const THEMES = new Set(["light", "dark"]);

/** Whether this page is the one for frames. */
export const embedded = document.documentElement.dataset.mode === "embed";

// Who may frame us is in the policy of this page; a message is taken from those same origins only.
const hosts = new Set([location.origin, ...(document.documentElement.dataset.hosts ?? "").split(" ")]);

export class Embedding {
  #host = null;
  #shown = true;
  #handlers;

  /**
   * @param {{onTitle: (title: string) => void, onShown: () => void}} handlers
   */
  constructor(handlers) {
    this.#handlers = handlers;
    if (!embedded) return;
    byId("widget-close").hidden = false;
    byId("widget-close").addEventListener("click", () => this.close());
    if (parent === window) return;
    addEventListener("message", (event) => this.#receive(event));
  }

  /** Whether somebody can see this page: in a closed widget nobody does. */
  get shown() {
    return this.#shown && !document.hidden;
  }

  /** Have the host close the widget; without a host there is nothing to close. */
  close() {
    this.#tell("close");
  }

  /** @param {number} count of messages that nobody has seen */
  unread(count) {
    this.#tell("unread", { count });
  }

  #tell(type, facts = {}) {
    if (this.#host) parent.postMessage({ otklik: 1, type, ...facts }, this.#host);
  }

  #receive({ origin, source, data }) {
    if (source !== parent || !hosts.has(origin)) return;
    if (data === null || typeof data !== "object" || data.otklik !== 1) return;
    if (data.type === "configure") this.#configure(origin, data);
    else if (data.type === "shown") this.#show(true);
    else if (data.type === "hidden") this.#show(false);
  }

  #configure(origin, { title, theme, open }) {
    this.#host = origin;
    if (typeof title === "string" && title.trim()) this.#handlers.onTitle(title.trim().slice(0, MOST_TITLE));
    if (THEMES.has(theme)) document.documentElement.dataset.theme = theme;
    this.#tell("ready");
    this.#show(open !== false);
  }

  #show(shown) {
    this.#shown = shown;
    if (shown) this.#handlers.onShown();
  }
}
