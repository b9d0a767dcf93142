// The console works without scripts; they keep its pages fresh and ask before what cannot be undone.

import { Live } from "./live.js";
import { refresh } from "./parts.js";

const status = document.getElementById("live");

if (document.documentElement.hasAttribute("data-live-page")) {
  new Live({
    onChange: () => refresh(document),
    onState: (state) => showState(state),
  }).start();
}

// A conversation is read from its end, unless an earlier part of it was asked for.
if (document.querySelector('[data-live="tail"]') && !location.search) scrollTo(0, document.body.scrollHeight);

document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
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
