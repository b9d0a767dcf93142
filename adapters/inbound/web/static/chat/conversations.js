// The conversations of a person who has signed in, and a search in all of them.

import { wellFormed } from "./codepoints.js";
import { byId, make, setText } from "./dom.js";
import { highlight } from "./search.js";

const TYPING_MS = 250;

export class Conversations {
  #i18n;
  #chat;
  #opened;
  #dialog = byId("conversations-dialog");
  #list = byId("conversation-list");
  #search = byId("search");
  #current = "";
  #asked = 0;
  #timer = 0;

  /**
   * @param {import("./i18n.js").I18n} i18n
   * @param {import("./chat.js").Chat} chat
   * @param {(messageSeq: number|undefined) => void} opened called when another conversation is on the page; with the
   *   number of the message that was looked for
   */
  constructor(i18n, chat, opened) {
    this.#i18n = i18n;
    this.#chat = chat;
    this.#opened = opened;
    byId("conversations").addEventListener("click", () => this.#show());
    byId("conversations-close").addEventListener("click", () => this.#dialog.close());
    byId("conversation-new").addEventListener("click", () => this.#open(null));
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#fill(), TYPING_MS);
    });
  }

  /** @param {string|undefined} current id of the conversation on the page */
  mark(current) {
    this.#current = current ?? "";
    for (const button of this.#list.querySelectorAll("button")) this.#markOne(button);
  }

  #markOne(button) {
    const marked = button.dataset.id === this.#current && !button.dataset.seq;
    if (marked) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }

  #show() {
    this.#search.value = "";
    this.#list.replaceChildren();
    this.#dialog.showModal();
    this.#fill();
  }

  async #fill() {
    const query = this.#search.value.trim();
    this.#asked += 1;
    const asked = this.#asked;
    if (!this.#list.children.length) this.#say(this.#i18n.t("conversations_loading"));
    try {
      const { items } = await this.#chat.ask(query ? { type: "search", text: wellFormed(query) } : { type: "conversations" });
      if (asked !== this.#asked) return; // Something else has been typed meanwhile.
      this.#list.replaceChildren(...items.map((item) => (query ? this.#hit(item, query) : this.#row(item))));
      this.#say(this.#words(query, items.length));
    } catch (error) {
      if (asked === this.#asked) this.#say(this.#i18n.problem(error));
    }
  }

  #words(query, count) {
    if (query) return this.#i18n.t("search_found", { count });
    return count ? "" : this.#i18n.t("conversations_none");
  }

  #row({ id, title, last_at: at }) {
    const name = make("span", "conversation-title", {}, title || this.#i18n.t("conversation_untitled"));
    return this.#button({ "data-id": id }, name, at, () => this.#open(id));
  }

  #hit({ conversation_id: id, seq, author, at, excerpt }, query) {
    const parts = highlight(excerpt, query).map((part) => (part.found ? make("mark", "", {}, part.text) : part.text));
    const who = make("span", "conversation-author", {}, `${this.#i18n.t(`author_${author}`)}: `);
    const text = make("span", "conversation-excerpt", {}, who, ...parts);
    return this.#button({ "data-id": id, "data-seq": seq }, text, at, () => this.#open(id, seq));
  }

  #button(attributes, name, at, act) {
    const when = [this.#i18n.day(at, new Date()), this.#i18n.time(at)].filter(Boolean).join(", ");
    const button = make("button", "conversation", { type: "button", ...attributes }, name);
    button.append(make("span", "conversation-when", {}, when));
    button.addEventListener("click", act);
    this.#markOne(button);
    return make("li", "", {}, button);
  }

  async #open(id, seq) {
    try {
      if (id === null || id !== this.#current) await this.#chat.open(id);
      this.#dialog.close();
      this.#opened(seq);
    } catch (error) {
      this.#say(this.#i18n.problem(error));
    }
  }

  #say(text) {
    setText(byId("conversations-note"), text);
  }
}
