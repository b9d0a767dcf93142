// Fetches the page that is open once more and puts its live parts in place of the old ones.

// HTML comes from our own templates only, where everything that people wrote is escaped.
const policy = globalThis.trustedTypes?.createPolicy("otklik", { createHTML: (html) => html });

let running = null;
let again = false;

/** One fetch at a time; what changes meanwhile is fetched after it. */
export async function refresh(root) {
  again = true;
  if (running) return running;
  running = (async () => {
    while (again) {
      again = false;
      await fetchParts(root).catch(() => undefined);
    }
    running = null;
  })();
  return running;
}

async function fetchParts(root) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
  // Somebody was signed out: the whole page says so.
  if (answer.redirected) return location.reload();
  if (!answer.ok) return;
  const text = await answer.text();
  const fresh = new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
  document.documentElement.dataset.mark = fresh.documentElement.dataset.mark ?? "";
  for (const old of root.querySelectorAll("[data-live][id]")) {
    const part = fresh.getElementById(old.id);
    if (part && !isBusy(old) && old.outerHTML !== part.outerHTML) replace(old, part);
  }
}

/** Somebody is writing in it: it stays as it is until they have sent it. */
function isBusy(part) {
  return [...part.querySelectorAll("textarea, input:not([type=hidden])")].some(
    (field) => field.value !== field.defaultValue,
  );
}

function replace(old, part) {
  const focused = old.contains(document.activeElement) ? pathOf(document.activeElement) : null;
  const atEnd = isAtEnd(old);
  old.replaceWith(document.adoptNode(part));
  if (focused) document.querySelector(focused)?.focus({ preventScroll: true });
  if (part.dataset.live === "tail" && atEnd) part.lastElementChild?.scrollIntoView({ block: "nearest" });
}

function pathOf(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const link = element.getAttribute("href");
  return link ? `a[href="${CSS.escape(link)}"]` : null;
}

function isAtEnd(part) {
  const last = part.lastElementChild;
  return !last || last.getBoundingClientRect().bottom <= innerHeight + 80;
}
