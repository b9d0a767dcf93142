// The console works without scripts; they keep its pages fresh and ask before what cannot be undone.

import { Live } from "./live.js";
import { refresh } from "./parts.js";

const status = document.getElementById("live");

if (document.documentElement.dataset.mark !== undefined) {
  new Live({
    onChange: () => refresh(document),
    onState: (state) => showState(state),
  }).start();
}

// On a narrow screen the sections stand in one line that is longer than it.
const lit = document.querySelector(".nav [aria-current]");
const sections = lit?.closest(".nav");
if (sections) sections.scrollLeft = lit.offsetLeft - (sections.clientWidth - lit.offsetWidth) / 2;

// A conversation is read from its end, unless an earlier part of it, or one answer in it, was asked for.
const asked = location.search || location.hash;
if (document.querySelector('[data-live="tail"]') && !asked) scrollTo(0, document.body.scrollHeight);

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  // A second click would cut the first request off; the server takes it once either way.
  if (event.target.dataset.sent || (question && !confirm(question))) return event.preventDefault();
  if (event.target.method === "post") event.target.dataset.sent = "true";
});

// The browser may show the page once more as it was left.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// Ctrl+Enter, or Cmd+Enter, sends what is being written.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.target.closest("form[data-keys]")?.requestSubmit();
});

function showState(state) {
  if (!status) return;
  status.dataset.state = state;
  status.querySelector(".live-text").textContent = state === "connecting" ? "" : status.dataset[state];
}
