// Signing in and registering.

import { byId, setText } from "./dom.js";

export class Auth {
  #i18n;
  #authenticate;
  #dialog = byId("auth-dialog");
  #form = byId("auth-form");
  #mode = "login";
  #busy = false;
  #online = false;

  /**
   * @param {import("./i18n.js").I18n} i18n
   * @param {{authenticate: (mode: "login"|"register", login: string, password: string) => Promise<object>}} chat
   */
  constructor(i18n, chat) {
    this.#i18n = i18n;
    this.#authenticate = (...given) => chat.authenticate(...given);
    byId("sign-in").addEventListener("click", () => this.#open());
    byId("auth-close").addEventListener("click", () => this.#dialog.close());
    byId("auth-switch").addEventListener("click", () => this.#use(this.#mode === "login" ? "register" : "login"));
    byId("auth-reveal").addEventListener("change", (event) => this.#reveal(event.target.checked));
    this.#dialog.addEventListener("close", () => this.#forget());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** @param {{kind: string, login?: string}|null} person @param {boolean} online */
  update(person, online) {
    const known = Boolean(person && person.kind !== "guest");
    byId("sign-in").hidden = known;
    byId("person").hidden = byId("conversations").hidden = !known;
    byId("conversations").disabled = !online;
    this.#online = online;
    this.#showBusy();
    const login = known ? (person.login ?? "") : "";
    setText(byId("person"), login);
    byId("person").title = `${this.#i18n.t("account")}: ${login}`;
  }

  /** The words of the dialog, in the language of now. */
  render() {
    const t = (key) => this.#i18n.t(`auth_${this.#mode}_${key}`);
    setText(byId("auth-title"), t("title"));
    setText(byId("auth-lead"), t("lead"));
    setText(byId("auth-submit"), t("submit"));
    setText(byId("auth-switch-text"), t("other"));
    setText(byId("auth-switch"), t("switch"));
    this.#form.elements.password.autocomplete = this.#mode === "login" ? "current-password" : "new-password";
  }

  close() {
    this.#dialog.close();
  }

  #open() {
    this.#use("login");
    this.#dialog.showModal();
    this.#form.elements.login.focus();
  }

  #use(mode) {
    this.#mode = mode;
    this.#complain("");
    this.render();
  }

  async #submit() {
    const { login, password } = this.#form.elements;
    if (this.#busy) return;
    if (!login.value.trim() || !password.value) {
      this.#complain(this.#i18n.t("auth_fill_in"), login.value.trim() ? password : login);
      return;
    }
    this.#setBusy(true);
    this.#complain("");
    try {
      await this.#authenticate(this.#mode, login.value.trim(), password.value);
      this.#dialog.close();
    } catch (error) {
      this.#complain(this.#i18n.problem(error), ["login_taken", "bad_frame"].includes(error.code) ? login : password);
    } finally {
      this.#setBusy(false);
    }
  }

  #setBusy(busy) {
    this.#busy = busy;
    this.#showBusy();
  }

  // Whoever has just signed out has no connection for a moment.
  #showBusy() {
    byId("auth-submit").disabled = this.#busy || !this.#online;
    this.#form.setAttribute("aria-busy", String(this.#busy));
  }

  #complain(text, field) {
    setText(byId("auth-error"), text);
    for (const input of this.#form.querySelectorAll(".field input")) {
      input.setAttribute("aria-invalid", String(input === field));
    }
    field?.focus();
  }

  #reveal(shown) {
    this.#form.elements.password.type = shown ? "text" : "password";
  }

  // A password does not wait in a closed dialog.
  #forget() {
    this.#form.reset();
    this.#reveal(false);
    this.#complain("");
  }
}
