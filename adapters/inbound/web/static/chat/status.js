// The connection in words, and the bar that appears when it stays away.

import { byId, setText } from "./dom.js";
import { announce } from "./notice.js";

const PATIENCE_MS = 2_500;

export class Status {
  #i18n;
  #reconnect;
  #phase = { name: "connecting" };
  #offline = false;
  #patience = 0;
  #countdown = 0;

  /** @param {import("./i18n.js").I18n} i18n @param {() => void} reconnect connect at once */
  constructor(i18n, reconnect) {
    this.#i18n = i18n;
    this.#reconnect = reconnect;
    byId("reconnect").addEventListener("click", () => this.#act());
  }

  /** @param {import("./connection.js").Phase} phase */
  show(phase) {
    this.#phase = phase;
    clearInterval(this.#countdown);
    if (phase.name === "online") this.#settle(false);
    else if (phase.name === "ended") this.#settle(true);
    else if (!this.#offline && !this.#patience) {
      // A short break is nobody's business.
      this.#patience = setTimeout(() => this.#settle(true), PATIENCE_MS);
    }
    if (phase.name === "waiting") this.#countdown = setInterval(() => this.render(), 1_000);
    this.render();
  }

  #settle(offline) {
    clearTimeout(this.#patience);
    this.#patience = 0;
    if (offline !== this.#offline) announce(this.#i18n.t(offline ? "offline" : "online"));
    this.#offline = offline;
    this.render();
  }

  #act() {
    if (this.#phase.name === "ended") location.reload();
    else this.#reconnect();
  }

  render() {
    const online = this.#phase.name === "online";
    const state = online ? "online" : this.#offline ? "offline" : "connecting";
    const badge = byId("connection");
    badge.dataset.state = state;
    setText(badge, this.#i18n.t(state));
    byId("offline").hidden = !this.#offline;
    if (!this.#offline) return;
    const ended = this.#phase.name === "ended";
    setText(byId("offline-text"), this.#i18n.t(ended ? "outdated" : "offline_bar"));
    setText(byId("offline-countdown"), ended ? "" : this.#next());
    setText(byId("reconnect"), this.#i18n.t(ended ? "reload" : "reconnect"));
    byId("reconnect").disabled = this.#phase.name === "connecting";
  }

  #next() {
    if (this.#phase.name !== "waiting") return this.#i18n.t("connecting");
    const seconds = Math.max(0, Math.ceil((this.#phase.until - Date.now()) / 1_000));
    return this.#i18n.t("offline_countdown", { seconds });
  }
}
