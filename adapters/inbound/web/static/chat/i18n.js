// Two languages: the browser's at first, then the one the person chose.

import { en } from "./texts_en.js";
import { ru } from "./texts_ru.js";

const TEXTS = { ru, en };
const DAY_MS = 86_400_000;

/**
 * @param {string|null} chosen
 * @param {readonly string[]} preferred the browser's, best first
 * @returns {"ru"|"en"}
 */
export function pickLanguage(chosen, preferred) {
  if (chosen && Object.hasOwn(TEXTS, chosen)) return chosen;
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => Object.hasOwn(TEXTS, tag));
  return known ?? (preferred.length ? "en" : "ru");
}

export class I18n {
  #language;
  #plurals;
  #clock;
  #date;
  #longDate;

  /** @param {"ru"|"en"} language */
  constructor(language) {
    this.use(language);
  }

  get language() {
    return this.#language;
  }

  /** @param {"ru"|"en"} language */
  use(language) {
    this.#language = language;
    this.#plurals = new Intl.PluralRules(language);
    this.#clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" });
    this.#date = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
    this.#longDate = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });
  }

  /**
   * @param {string} key
   * @param {Record<string, string|number>} [values] put in place of `{name}`; `count` chooses a plural form
   * @returns {string} the key itself when there is no such text
   */
  t(key, values = {}) {
    const entry = TEXTS[this.#language][key] ?? key;
    const text = typeof entry === "string" ? entry : (entry[this.#plurals.select(values.count)] ?? entry.other);
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  /**
   * What went wrong, for a person. The server's own words say more than its code, when it gave any.
   *
   * @param {{code?: string, words?: string, retryAfter?: number}} problem
   * @returns {string}
   */
  problem({ code, words, retryAfter }) {
    const text = words || this.t(this.has(`error_${code}`) ? `error_${code}` : "error_unknown");
    if (!retryAfter) return text;
    return `${text.replace(/[.!]?$/, ".")} ${this.t("try_again_in", { seconds: Math.ceil(retryAfter) })}`;
  }

  has(key) {
    return Object.hasOwn(TEXTS[this.#language], key);
  }

  /** @param {string|undefined} at RFC 3339 @returns {string} hours and minutes here; empty for no time */
  time(at) {
    const moment = new Date(at ?? NaN);
    return Number.isNaN(moment.getTime()) ? "" : this.#clock.format(moment);
  }

  /** @param {string|undefined} at RFC 3339 @param {Date} now @returns {string} the day, in words */
  day(at, now) {
    const moment = new Date(at ?? NaN);
    if (Number.isNaN(moment.getTime())) return "";
    const days = Math.round((midnight(now) - midnight(moment)) / DAY_MS);
    if (days === 0) return this.t("today");
    if (days === 1) return this.t("yesterday");
    return (moment.getFullYear() === now.getFullYear() ? this.#date : this.#longDate).format(moment);
  }

  /** Put the texts into what the server sent: `data-i18n`, `-label`, `-placeholder` name their keys. */
  apply(root) {
    root.documentElement.lang = this.#language;
    for (const node of root.querySelectorAll("[data-i18n]")) node.textContent = this.t(node.dataset.i18n);
    for (const node of root.querySelectorAll("[data-i18n-label]")) {
      node.setAttribute("aria-label", this.t(node.dataset.i18nLabel));
      if (node.matches("button")) node.title = this.t(node.dataset.i18nLabel);
    }
    for (const node of root.querySelectorAll("[data-i18n-placeholder]")) {
      node.placeholder = this.t(node.dataset.i18nPlaceholder);
    }
  }
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
