// The box where a message is written.

import { lengthOf } from "./codepoints.js";
import { byId, setText } from "./dom.js";
import { maySecret } from "./protocol.js";

const COUNTED_FROM = 0.8;

export class Composer {
  #i18n;
  #options;
  #form = byId("composer");
  #box = byId("composer-text");
  #send = byId("send");
  #stop = byId("stop");
  #maxText = Infinity;
  #running = false;
  #stopping = false;

  /**
   * @param {import("./i18n.js").I18n} i18n
   * @param {{draft: {get: () => string|null, set: (text: string|null) => void}, say: (text: string) => void,
   *   stop: () => void, leave: () => void, lastOwnText: () => string|undefined}} options `leave`: Esc where there
   *   is nothing to stop
   */
  constructor(i18n, options) {
    this.#i18n = i18n;
    this.#options = options;
    this.#box.value = options.draft.get() ?? "";
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#box.addEventListener("input", () => this.#changed());
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#stop.addEventListener("click", () => this.#stopAnswer());
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing || document.querySelector("dialog[open]")) return;
      if (this.#running) this.#stopAnswer();
      else this.#options.leave();
    });
    this.#changed();
  }

  focus() {
    this.#box.focus();
  }

  clear() {
    this.#box.value = "";
    this.#changed();
  }

  /** @param {{maxText?: number, running: boolean, stopping: boolean}} state whether an answer is being written */
  update({ maxText, running, stopping }) {
    this.#maxText = maxText ?? Infinity;
    this.#running = running;
    this.#stopping = stopping;
    this.#show();
  }

  #key(event) {
    // An Enter that ends the composing of a character (Japanese, Chinese…) is not ours; old Safari says 229.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "ArrowUp" && this.#box.value === "" && !event.shiftKey && !event.altKey) {
      this.#recall(event);
    }
  }

  #recall(event) {
    const text = this.#options.lastOwnText();
    if (!text) return;
    event.preventDefault();
    this.#box.value = text;
    this.#box.setSelectionRange(text.length, text.length);
    this.#changed();
  }

  #submit() {
    const text = this.#box.value.trim();
    if (!text || lengthOf(text) > this.#maxText) return;
    this.clear();
    this.#options.say(text);
  }

  #stopAnswer() {
    if (this.#stopping) return;
    this.#options.stop();
    this.focus();
  }

  #changed() {
    const text = this.#box.value;
    this.#options.draft.set(maySecret(text) ? null : text);
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
    this.#show();
  }

  #show() {
    const text = this.#box.value.trim();
    const length = lengthOf(text);
    const tooLong = length > this.#maxText;
    this.#stop.hidden = !this.#running;
    this.#stop.disabled = this.#stopping;
    this.#send.hidden = this.#running && !text;
    this.#send.disabled = !text || tooLong;
    this.#box.setAttribute("aria-invalid", String(tooLong));
    const counted = length > this.#maxText * COUNTED_FROM;
    const key = tooLong ? "composer_too_long" : "composer_count";
    setText(byId("composer-counter"), counted ? this.#i18n.t(key, { length, max: this.#maxText }) : "");
    byId("composer-counter").classList.toggle("is-wrong", tooLong);
  }
}
