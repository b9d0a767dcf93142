// Blocks of code in an answer: the name of their language, and a button that copies them.

import { icon, make } from "./dom.js";

/**
 * @param {HTMLElement} element that holds a stored message
 * @param {string} label of the button
 * @param {((text: string) => void)|null} copy null where the browser lets nobody copy
 */
export function addCodeTools(element, label, copy) {
  for (const pre of element.querySelectorAll("pre")) {
    const code = pre.querySelector("code");
    const language = /(?:^|\s)language-(\S+)/.exec(code?.className ?? "")?.[1] ?? "";
    const head = make("div", "code-head", {}, make("span", "code-language", {}, language));
    if (copy) {
      const button = make("button", "button code-copy", { type: "button" }, icon("copy"), label);
      button.addEventListener("click", () => copy((code ?? pre).textContent.replace(/\n$/, "")));
      head.append(button);
    }
    const block = make("div", "code");
    pre.replaceWith(block);
    block.append(head, pre);
  }
}
