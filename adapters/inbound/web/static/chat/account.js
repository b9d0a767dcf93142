// What a person may do with the account and with everything that is kept of them; a guest has data too.

import { wellFormed } from "./codepoints.js";
import { byId, setText } from "./dom.js";

export class Account {
  #i18n;
  #chat;
  #person = null;
  #dialog = byId("account-dialog");
  #passwordForm = byId("password-form");
  #eraseForm = byId("erase-form");

  /**
   * @param {import("./i18n.js").I18n} i18n
   * @param {import("./chat.js").Chat} chat
   * @param {{leaveSignIn: () => void}} options called before the dialog takes the place of the one for signing in
   */
  constructor(i18n, chat, { leaveSignIn }) {
    this.#i18n = i18n;
    this.#chat = chat;
    byId("person").addEventListener("click", () => this.#open());
    byId("guest-data").addEventListener("click", () => {
      leaveSignIn();
      this.#open();
    });
    byId("account-close").addEventListener("click", () => this.#dialog.close());
    byId("sign-out").addEventListener("click", () => this.#leave("logout"));
    byId("sign-out-everywhere").addEventListener("click", () => this.#leave("logout_everywhere"));
    byId("export").addEventListener("click", () => this.#export());
    this.#passwordForm.addEventListener("submit", (event) => this.#changePassword(event));
    this.#eraseForm.addEventListener("submit", (event) => this.#erase(event));
    this.#dialog.addEventListener("close", () => this.#forget());
  }

  /** @param {{kind: string, login?: string}|null} person */
  update(person) {
    this.#person = person;
  }

  #open() {
    const known = Boolean(this.#person && this.#person.kind !== "guest");
    byId("account-exits").hidden = byId("account-password").hidden = byId("erase-password").hidden = !known;
    setText(byId("account-title"), known ? this.#person.login : this.#i18n.t("guest_data"));
    // A keeper of passwords has to know whose they are.
    for (const form of [this.#passwordForm, this.#eraseForm]) form.elements.login.value = this.#person?.login ?? "";
    this.#dialog.showModal();
  }

  async #changePassword(event) {
    event.preventDefault();
    const { password, new_password: fresh } = this.#passwordForm.elements;
    await this.#attempt("password-error", this.#passwordForm, async () => {
      await this.#chat.ask({
        type: "change_password",
        password: wellFormed(password.value),
        new_password: wellFormed(fresh.value),
      });
      this.#forget();
      byId("account-password").open = false;
      this.#note(this.#i18n.t("password_changed"));
    });
  }

  async #erase(event) {
    event.preventDefault();
    await this.#attempt("erase-error", this.#eraseForm, async () => {
      const password = wellFormed(this.#eraseForm.elements.password.value);
      await this.#chat.ask(password ? { type: "erase", password } : { type: "erase" });
      this.#dialog.close();
    });
  }

  async #leave(type) {
    await this.#attempt("account-note", this.#dialog, async () => {
      await this.#chat.ask({ type });
      this.#dialog.close();
    });
  }

  async #export() {
    await this.#attempt("account-note", this.#dialog, async () => {
      this.#note(this.#i18n.t("export_loading"));
      save("otklik.json", JSON.stringify(await this.#collect(), null, 2));
      this.#note(this.#i18n.t("export_done"));
    });
  }

  async #collect() {
    const { export: whole, next_after: second } = await this.#chat.ask({ type: "export" });
    for (let after = second; after; ) {
      const page = await this.#chat.ask({ type: "export", after });
      whole.messages.push(...page.export.messages);
      after = page.next_after;
    }
    return whole;
  }

  /** One act at a time; what went wrong is said at `place`. */
  async #attempt(place, busy, act) {
    if (busy.getAttribute("aria-busy") === "true") return;
    busy.setAttribute("aria-busy", "true");
    setText(byId(place), "");
    try {
      await act();
    } catch (error) {
      setText(byId(place), this.#i18n.problem(error));
    } finally {
      busy.setAttribute("aria-busy", "false");
    }
  }

  #note(text) {
    setText(byId("account-note"), text);
  }

  // A password does not wait in a closed dialog.
  #forget() {
    for (const form of [this.#passwordForm, this.#eraseForm]) form.reset();
    for (const place of ["password-error", "erase-error", "account-note"]) setText(byId(place), "");
  }
}

function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
