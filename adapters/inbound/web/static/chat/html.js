// The only place where HTML enters the page: the `html` of stored messages, made safe by the server.
// The page's Content-Security-Policy allows no other (require-trusted-types-for).

const policy = globalThis.trustedTypes?.createPolicy("otklik", { createHTML: (html) => html });

/**
 * @param {HTMLElement} element
 * @param {string} html the `html` field of a stored message and nothing else
 */
export function showStoredHtml(element, html) {
  element.innerHTML = policy ? policy.createHTML(html) : html;
  for (const link of element.querySelectorAll("a[href]")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
  }
  // What scrolls sideways must be reachable by keyboard.
  for (const wide of element.querySelectorAll("pre, table")) wide.tabIndex = 0;
}
