// The dialog of the chosen person with the community.

import { clone, put, putTime, showDelivery } from "./dom.js";

export class Dialog {
  #section;
  #list;
  #shown = new Map();
  #peer = null;

  constructor(section) {
    this.#section = section;
    this.#list = section.querySelector(".dialog-messages");
  }

  show(state, deliveries, peer) {
    const dialog = state.dialogs.find((one) => one.peer_id === peer);
    const messages = dialog?.messages ?? [];
    if (peer !== this.#peer || messages.length < this.#shown.size) {
      this.#list.replaceChildren();
      this.#shown.clear();
      this.#peer = peer;
    }
    for (const message of messages) {
      const element = this.#shown.get(message.id) ?? this.#add(message);
      showDelivery(element, deliveries.get(`message_new ${message.id}`));
    }
    this.#section.querySelector("#dialog-empty").hidden = messages.length > 0;
    this.#section.querySelector("#dialog-typing").hidden = !dialog?.typing;
  }

  #add(message) {
    const element = clone("message");
    element.dataset.author = message.author;
    element.dataset.messageId = message.id;
    put(element, ".text", message.text);
    putTime(element, message.date);
    this.#list.append(element);
    this.#shown.set(message.id, element);
    this.#list.scrollTop = this.#list.scrollHeight;
    return element;
  }
}
