// One message on the page.

import { addCodeTools } from "./code.js";
import { icon, iconButton, make, setText } from "./dom.js";
import { showStoredHtml } from "./html.js";

const AVATARS = { assistant: "logo", operator: "operator", system: "info" };
const RUNNING = new Set(["waiting", "writing"]);

/**
 * @typedef {object} BubbleActions
 * @property {(clientId: string) => void} resend
 * @property {(clientId: string) => void} discard
 * @property {(turnId: string) => void} retry
 * @property {(messageId: string, value: number) => void} rate
 * @property {(text: string) => void} copy
 */

export class Bubble {
  #actions;
  #i18n;
  #author = make("h2", "message-author");
  #text = make("div", "message-text", { dir: "auto" });
  #note = make("p", "message-note");
  #foot = make("div", "message-foot");
  #rates = new Map();
  #shown = {};
  #footOf = "";

  /** @param {string} author @param {BubbleActions} actions @param {import("./i18n.js").I18n} i18n */
  constructor(author, actions, i18n) {
    this.#actions = actions;
    this.#i18n = i18n;
    const box = make("div", "message-bubble", {}, this.#text);
    if (author === "assistant") {
      const dots = Array.from({ length: 3 }, () => make("i", ""));
      box.append(make("span", "typing", { "aria-hidden": "true" }, ...dots));
    }
    const body = make("div", "message-body", {}, this.#author, box, this.#note, this.#foot);
    this.element = make("article", "message", { "data-author": author });
    if (AVATARS[author]) this.element.append(make("div", "message-avatar", {}, icon(AVATARS[author])));
    this.element.append(body);
  }

  /**
   * @param {import("./timeline.js").Item} item
   * @param {{rating: number, grouped: boolean}} context `grouped`: the message above is of the same author
   */
  update(item, { rating, grouped }) {
    const { element } = this;
    const busy = RUNNING.has(item.state);
    element.dataset.state = item.state;
    element.toggleAttribute("data-grouped", grouped);
    if (item.id) element.dataset.id = item.id;
    if (item.seq) element.dataset.seq = item.seq;
    if (busy) element.setAttribute("aria-busy", "true");
    else element.removeAttribute("aria-busy");
    setText(this.#author, this.#i18n.t(`author_${item.author}`));
    this.#showText(item);
    const note = noteOf(item, this.#i18n);
    setText(this.#note, note);
    this.#note.hidden = !note;
    this.#showFoot(item);
    for (const [value, button] of this.#rates) button.setAttribute("aria-pressed", String(rating === value));
  }

  #showText({ text, html }) {
    const before = this.#shown;
    const { language } = this.#i18n;
    if (before.text === text && before.html === html && (!html || before.language === language)) return;
    this.#shown = { text, html, language };
    const node = this.#text.firstChild;
    if (html) {
      showStoredHtml(this.#text, html);
      addCodeTools(this.#text, this.#i18n.t("copy_code"), navigator.clipboard ? this.#actions.copy : null);
    } else if (before.text && !before.html && text.startsWith(before.text)) node.appendData(text.slice(before.text.length));
    else this.#text.textContent = text;
    this.#text.classList.toggle("message-plain", !html);
  }

  // Built anew only when something in it changes, so that a focused button stays.
  #showFoot(item) {
    const { id, clientId, state, at, code } = item;
    const footOf = [this.#i18n.language, id, clientId, state, at, code, item.turn?.retryable].join("|");
    if (footOf === this.#footOf) return;
    this.#footOf = footOf;
    this.#rates.clear();
    const parts = [...this.#buttons(item), ...this.#timeAndMark(item)];
    this.#foot.replaceChildren(...parts);
    this.#foot.hidden = parts.length === 0;
  }

  #buttons(item) {
    const t = (key) => this.#i18n.t(key);
    const button = (key, className, act) => {
      const element = make("button", `button button-small ${className}`, { type: "button" }, t(key));
      element.addEventListener("click", act);
      return element;
    };
    if (item.clientId && item.state === "failed") {
      return [
        button("resend", "message-resend", () => this.#actions.resend(item.clientId)),
        button("discard", "message-discard button-quiet", () => this.#actions.discard(item.clientId)),
      ];
    }
    if (item.author !== "assistant" || RUNNING.has(item.state)) return [];
    const parts = [];
    if (item.turn?.retryable) parts.push(button("retry", "message-retry", () => this.#actions.retry(item.turn.id)));
    if (item.text && navigator.clipboard) parts.push(this.#copyButton(item));
    if (item.id) parts.push(this.#rateButton(item.id, 1, "rate_up"), this.#rateButton(item.id, -1, "rate_down"));
    return parts;
  }

  #copyButton(item) {
    return iconButton("copy", this.#i18n.t("copy"), () => this.#actions.copy(item.text), "message-copy");
  }

  #rateButton(messageId, value, key) {
    const name = value > 0 ? "up" : "down";
    const button = iconButton(name, this.#i18n.t(key), () => {
      const pressed = button.getAttribute("aria-pressed") === "true";
      this.#actions.rate(messageId, pressed ? 0 : value);
    }, `message-rate message-rate-${name}`);
    this.#rates.set(value, button);
    return button;
  }

  #timeAndMark({ author, state, at, clientId }) {
    const parts = [];
    const time = this.#i18n.time(at);
    if (time) parts.push(make("time", "message-time", { datetime: at }, time));
    if (author === "person") {
      const name = { sending: "clock", failed: "failed" }[state] ?? "sent";
      const label = this.#i18n.t(`state_${name === "clock" ? "sending" : name}`);
      const mark = make("span", "message-mark", { title: label, "data-mark": clientId ? state : "sent" }, icon(name));
      mark.append(make("span", "visually-hidden", {}, label));
      parts.push(mark);
    }
    return parts;
  }
}

/**
 * What is said below a message that did not go the usual way; empty for the usual one.
 *
 * @param {import("./timeline.js").Item} item
 * @param {import("./i18n.js").I18n} i18n
 * @returns {string}
 */
export function noteOf(item, i18n) {
  if (item.author === "person") {
    return item.state === "failed" ? `${i18n.t("state_failed")}. ${i18n.problem(item)}` : "";
  }
  if (item.state === "stopped") return i18n.t("state_stopped");
  if (item.state !== "failed" && item.state !== "declined") return "";
  if (item.code && i18n.has(`error_${item.code}`)) return i18n.t(`error_${item.code}`);
  return i18n.t(`ended_${item.state}`);
}
