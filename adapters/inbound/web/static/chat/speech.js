// An answer being written, for those who listen: whole sentences as they are finished, never the single fragments.

// Speaking takes longer than writing: sentences that are finished meanwhile are said together.
const PAUSE_MS = 1_500;
const END = /[.!?…]+["'»”)\]]*(?=\s)|\n/gu;
const MARKS = /[*_`#>|~]+/g;

/**
 * @param {string} text
 * @param {number} from where the part that has not been said begins
 * @returns {number} where the last finished sentence after it ends; `from` when none is
 */
export function sentenceEnd(text, from) {
  let end = from;
  END.lastIndex = from;
  for (let found = END.exec(text); found; found = END.exec(text)) end = END.lastIndex;
  return end;
}

/** @param {string} text @returns {string} without the marks of Markdown, which are not meant for ears */
export function speakable(text) {
  return text.replace(MARKS, " ").replace(/\s+/g, " ").trim();
}

export class Speech {
  #say;
  #said = new Map();
  #finished = new Set();
  #last = 0;

  /** @param {(text: string, first: boolean) => void} say `first`: it begins an answer */
  constructor(say) {
    this.#say = say;
  }

  /** @param {string} turnId @param {string} text all of the answer so far @param {number} now milliseconds */
  progress(turnId, text, now) {
    this.#finished.delete(turnId);
    const known = this.#said.get(turnId) ?? 0;
    const from = known > text.length ? 0 : known; // A new attempt begins from nothing.
    const end = now - this.#last < PAUSE_MS ? from : sentenceEnd(text, from);
    this.#said.set(turnId, end);
    if (end === from) return;
    this.#last = now;
    this.#tell(text.slice(from, end), from === 0);
  }

  /** Say what is left, once. @param {string} turnId @param {string} text the whole answer */
  finish(turnId, text) {
    if (this.#finished.has(turnId)) return;
    const from = this.#said.get(turnId) ?? 0;
    this.#finished.add(turnId);
    this.#said.delete(turnId);
    this.#tell(text.slice(from), from === 0);
  }

  #tell(text, first) {
    const words = speakable(text);
    if (words) this.#say(words, first);
  }
}
