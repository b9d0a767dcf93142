// The list of messages: what the store knows, laid out once a frame.

import { Bubble } from "./bubble.js";
import { byId, make, setText } from "./dom.js";
import { Scroll } from "./scroll.js";
import { selectItems } from "./timeline.js";

const NEAR_TOP_PX = 300;

export class MessageView {
  #i18n;
  #actions;
  #list = byId("message-list");
  #older = byId("older");
  #olderButton = byId("older-button");
  #newMessages = byId("new-messages");
  #scroll;
  #bubbles = new Map();
  #days = new Map();
  #divider = make("p", "unread", {}, make("span"));
  #unread = 0;
  #grown = false;
  #mayLoadOlder = false;

  /**
   * @param {import("./i18n.js").I18n} i18n
   * @param {import("./bubble.js").BubbleActions & {loadOlder: () => void}} actions
   */
  constructor(i18n, actions) {
    this.#i18n = i18n;
    this.#actions = actions;
    this.#scroll = new Scroll(byId("messages"), this.#list, () => this.#read());
    this.#newMessages.addEventListener("click", () => this.toEnd());
    this.#olderButton.addEventListener("click", () => actions.loadOlder());
    byId("messages").addEventListener("scroll", () => this.#loadOlderNearTop(), { passive: true });
  }

  /**
   * @param {import("./store.js").State} state
   * @param {{intro: boolean, divider: number|null}} options `intro`: an empty page greets; `divider`: the `seq` of
   *   the first message that is new to the reader
   */
  render(state, { intro, divider }) {
    const items = selectItems(state);
    this.#scroll.keep(() => {
      byId("intro").hidden = items.length > 0 || !intro;
      this.#showOlder(state);
      this.#place(this.#nodes(items, state, divider));
    });
    this.#mayLoadOlder = state.more && state.older === "idle";
    this.#loadOlderNearTop();
  }

  /** Whether the reader is at the end. */
  get atEnd() {
    return this.#scroll.stuck;
  }

  /** Something came that the reader may not see. @param {boolean} message whole, not a part of one */
  arrived(message) {
    if (this.#scroll.stuck) return;
    if (message) this.#unread += 1;
    this.#grown = true;
    this.#showNewMessages();
  }

  toEnd() {
    this.#scroll.toEnd();
    this.#read();
  }

  /** Bring a message before the reader's eyes, and the focus to it. @param {number} seq */
  showMessage(seq) {
    const element = this.#list.querySelector(`[data-seq="${Number(seq)}"]`);
    if (!element) return;
    this.#scroll.leaveEnd();
    element.tabIndex = -1;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
  }

  /** The language has changed: say it anew. */
  relabel() {
    this.#showNewMessages();
  }

  #read() {
    this.#unread = 0;
    this.#grown = false;
    this.#showNewMessages();
  }

  #showNewMessages() {
    this.#newMessages.hidden = !this.#grown;
    const words = this.#unread ? this.#i18n.t("new_messages", { count: this.#unread }) : this.#i18n.t("new_text");
    setText(this.#newMessages, `${words} ↓`);
  }

  #loadOlderNearTop() {
    if (this.#mayLoadOlder && byId("messages").scrollTop < NEAR_TOP_PX) this.#actions.loadOlder();
  }

  #showOlder({ more, older, loaded }) {
    this.#older.hidden = !(more || older === "failed" || (older === "loading" && !loaded));
    this.#olderButton.disabled = older === "loading";
    const key = { loading: "older_loading", failed: "older_failed" }[older] ?? "older";
    setText(this.#olderButton, this.#i18n.t(key));
  }

  #nodes(items, state, divider) {
    const now = new Date();
    const nodes = [];
    let day = "";
    let author = "";
    for (const item of items) {
      const itsDay = this.#i18n.day(item.at, now);
      if (itsDay && itsDay !== day) {
        day = itsDay;
        author = "";
        nodes.push(this.#dayNode(day));
      }
      if (item.seq && item.seq === divider) {
        author = "";
        nodes.push(this.#dividerNode());
      }
      const context = { rating: state.ratings.get(item.id) ?? 0, grouped: item.author === author };
      nodes.push(this.#bubble(item, context));
      author = item.author;
    }
    this.#forget(items);
    return nodes;
  }

  #bubble(item, context) {
    let bubble = this.#bubbles.get(item.key);
    if (!bubble) {
      bubble = new Bubble(item.author, this.#actions, this.#i18n);
      this.#bubbles.set(item.key, bubble);
    }
    bubble.update(item, context);
    return bubble.element;
  }

  #dayNode(day) {
    const node = this.#days.get(day) ?? make("p", "day", {}, make("span", "", {}, day));
    this.#days.set(day, node);
    return node;
  }

  #dividerNode() {
    setText(this.#divider.firstChild, this.#i18n.t("unread"));
    return this.#divider;
  }

  #forget(items) {
    if (this.#bubbles.size === items.length) return;
    const keys = new Set(items.map((item) => item.key));
    for (const key of this.#bubbles.keys()) if (!keys.has(key)) this.#bubbles.delete(key);
  }

  // Moves only what is out of place: a node that stays keeps focus, selection and animation.
  #place(nodes) {
    let next = this.#list.firstChild;
    for (const node of nodes) {
      if (node === next) next = next.nextSibling;
      else this.#list.insertBefore(node, next);
    }
    while (next) {
      const extra = next;
      next = next.nextSibling;
      extra.remove();
    }
  }
}
