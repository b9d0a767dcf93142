// The conversations of a person who has signed in.

import { byId, make, setText } from "./dom.js";

export class Conversations {
  #i18n;
  #chat;
  #opened;
  #dialog = byId("conversations-dialog");
  #list = byId("conversation-list");

  /**
   * @param {import("./i18n.js").I18n} i18n
   * @param {{conversations: () => Promise<{items: object[]}>, open: (id: string|null) => Promise<object>}} chat
   * @param {() => void} opened called when another conversation is on the page
   */
  constructor(i18n, chat, opened) {
    this.#i18n = i18n;
    this.#chat = chat;
    this.#opened = opened;
    byId("conversations").addEventListener("click", () => this.#show());
    byId("conversations-close").addEventListener("click", () => this.#dialog.close());
    byId("conversation-new").addEventListener("click", () => this.#open(null));
  }

  /** @param {string|undefined} current id of the conversation on the page */
  mark(current) {
    for (const button of this.#list.querySelectorAll("button")) {
      if (button.dataset.id === current) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    this.#dialog.dataset.current = current ?? "";
  }

  async #show() {
    this.#list.replaceChildren();
    this.#say(this.#i18n.t("conversations_loading"));
    this.#dialog.showModal();
    try {
      const { items } = await this.#chat.conversations();
      this.#list.replaceChildren(...items.map((item) => this.#row(item)));
      this.mark(this.#dialog.dataset.current);
      this.#say(items.length ? "" : this.#i18n.t("conversations_none"));
    } catch (error) {
      this.#say(this.#i18n.problem(error));
    }
  }

  #row({ id, title, last_at: at }) {
    const when = [this.#i18n.day(at, new Date()), this.#i18n.time(at)].filter(Boolean).join(", ");
    const button = make("button", "conversation", { type: "button", "data-id": id });
    button.append(
      make("span", "conversation-title", {}, title || this.#i18n.t("conversation_untitled")),
      make("span", "conversation-when", {}, when),
    );
    button.addEventListener("click", () => this.#open(id));
    return make("li", "", {}, button);
  }

  async #open(id) {
    try {
      await this.#chat.open(id);
      this.#dialog.close();
      this.#opened();
    } catch (error) {
      this.#say(this.#i18n.problem(error));
    }
  }

  #say(text) {
    setText(byId("conversations-note"), text);
  }
}
