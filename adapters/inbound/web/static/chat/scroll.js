// Where the conversation stands on the screen: it follows the end only while the reader is there.

const AT_END_PX = 4;

export class Scroll {
  #scroller;
  #list;
  #stuck = true;
  #lastTop = 0;

  /**
   * @param {HTMLElement} scroller
   * @param {HTMLElement} list whose children are the messages
   * @param {() => void} onEnd called when the reader has come to the end
   */
  constructor(scroller, list, onEnd) {
    this.#scroller = scroller;
    this.#list = list;
    scroller.addEventListener("scroll", () => this.#scrolled(onEnd), { passive: true });
    const resized = new ResizeObserver(() => this.#stuck && this.#jump());
    resized.observe(scroller);
    resized.observe(list);
  }

  /** Whether the reader is at the end. */
  get stuck() {
    return this.#stuck;
  }

  /** Change the messages and leave the reader where they were: at the end, or at the same message. */
  keep(change) {
    const anchor = this.#stuck ? null : this.#firstVisible();
    const before = anchor?.getBoundingClientRect().top ?? 0;
    change();
    if (this.#stuck) this.#jump();
    else if (anchor?.isConnected) this.#scroller.scrollTop += anchor.getBoundingClientRect().top - before;
    this.#lastTop = this.#scroller.scrollTop;
  }

  toEnd() {
    this.#stuck = true;
    this.#jump();
  }

  /** The reader is led elsewhere: what comes does not pull them back. */
  leaveEnd() {
    this.#stuck = false;
  }

  #jump() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#lastTop = this.#scroller.scrollTop;
  }

  // A message, not a heading of a day: that moves up when an earlier message of the day is fetched.
  #firstVisible() {
    const top = this.#scroller.getBoundingClientRect().top;
    return [...this.#list.querySelectorAll(".message")].find((one) => one.getBoundingClientRect().bottom > top);
  }

  #scrolled(onEnd) {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    // Growth below does not count as leaving the end, only going up does.
    if (scrollHeight - scrollTop - clientHeight <= AT_END_PX) this.#stuck = true;
    else if (scrollTop < this.#lastTop) this.#stuck = false;
    this.#lastTop = scrollTop;
    if (this.#stuck) onEnd();
  }
}
