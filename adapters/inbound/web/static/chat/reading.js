// What the person has seen: how many messages are new to them, and where the line above the first of those stands.

const MOST_CONVERSATIONS = 20;

export class Reading {
  #kept;
  #conversation = "";
  #divider = null;

  /** @param {{get: () => object, set: (seqs: object) => void}} kept by conversation, the `seq` seen last */
  constructor(kept) {
    this.#kept = kept;
  }

  /**
   * @param {import("./store.js").State} state
   * @param {boolean} seen whether the end of the conversation is before somebody's eyes
   * @returns {{divider: number|null, unread: number}} `divider`: the `seq` above which the line stands
   */
  update({ conversation, messages, loaded }, seen) {
    if (!conversation || !loaded) return { divider: null, unread: 0 };
    const entered = conversation.id !== this.#conversation;
    if (entered) this.#divider = null;
    this.#conversation = conversation.id;
    const last = messages.at(-1)?.seq ?? 0;
    const known = this.#kept.get()[conversation.id];
    const read = known ?? last;
    const news = messages.filter(({ seq, author }) => seq > read && author !== "person");
    // The line stays where it was put, so that whoever comes back finds the place.
    if ((entered || !seen) && news.length) this.#divider ??= news[0].seq;
    if (seen || known === undefined) this.#keep(conversation.id, last);
    return { divider: this.#divider, unread: seen ? 0 : news.length };
  }

  /** Whoever writes has read. */
  clear() {
    this.#divider = null;
  }

  #keep(id, seq) {
    const { [id]: known, ...others } = this.#kept.get();
    if (known === seq) return;
    const latest = Object.entries(others).slice(1 - MOST_CONVERSATIONS);
    this.#kept.set({ ...Object.fromEntries(latest), [id]: seq });
  }
}
