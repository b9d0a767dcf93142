// The composition of the page.

import { Auth } from "./auth.js";
import { noteOf } from "./bubble.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Conversations } from "./conversations.js";
import { byId, setText } from "./dom.js";
import { I18n, pickLanguage } from "./i18n.js";
import { announce, notice } from "./notice.js";
import { hideSecret } from "./protocol.js";
import { Status } from "./status.js";
import { stored } from "./storage.js";
import { createStore, initialState } from "./store.js";
import { isRunning } from "./turns.js";
import { MessageView } from "./view.js";

const FEW_ANSWERS = 5;

const i18n = new I18n(pickLanguage(stored.language.get(), navigator.languages ?? []));
const store = createStore(
  initialState({
    conversationId: stored.conversation.get(),
    pending: stored.outbox.get(),
    openTurns: stored.openTurns.get(),
  }),
);
let online = false;
let unseen = 0;
let scheduled = false;

const chat = new Chat({
  url: `${location.origin.replace(/^http/, "ws")}/ws`,
  store,
  stored,
  language: () => i18n.language,
  onPhase: (phase) => {
    online = phase.name === "online";
    status.show(phase);
    schedule();
  },
  onFrame: follow,
  onProblem: (problem) => notice(i18n.problem(problem)),
});
const status = new Status(i18n, () => chat.reconnectNow());
const auth = new Auth(i18n, chat);
const conversations = new Conversations(i18n, chat, () => {
  view.toEnd();
  composer.focus();
});
const composer = new Composer(i18n, {
  draft: stored.draft,
  say: (text) => say(text),
  stop: () => chat.stop(),
  lastOwnText,
});
const view = new MessageView(i18n, {
  resend: (id) => {
    chat.sayAgain(id);
    composer.focus();
  },
  discard: (id) => {
    chat.unsay(id);
    composer.focus();
  },
  retry: (turnId) => {
    chat.retry(turnId);
    composer.focus();
  },
  rate: (messageId, value) => chat.rate(messageId, value),
  copy: (text) => navigator.clipboard.writeText(text).then(() => notice(i18n.t("copied")), () => {}),
  loadOlder: () => chat.loadOlder(),
});

function say(text) {
  notice("");
  chat.say(text);
  view.toEnd();
}

function lastOwnText() {
  const { messages, pending } = store.get();
  const own = [...messages.filter(({ author }) => author === "person"), ...pending];
  return own.findLast(({ text }) => !hideSecret(text).secret)?.text;
}

// Beyond the list itself: what a reader elsewhere on the page, in another tab or without a screen must learn.
function follow(frame, before) {
  if (frame.type === "delta") return view.arrived(false);
  if (frame.type === "signed_out") return composer.clear();
  const isMessage = frame.type === "message" && !before.messages.some(({ seq }) => seq === frame.message.seq);
  if (!isMessage && frame.type !== "turn_ended") return undefined;
  const message = frame.message ?? { author: "assistant", text: "" };
  if (message.author === "person") return view.arrived(false); // Theirs, from another tab.
  const note = noteOf({ ...message, state: frame.state, code: frame.code }, i18n);
  announce([`${i18n.t(`author_${message.author}`)}:`, message.text, note].filter(Boolean).join(" "));
  view.arrived(true);
  if (document.hidden) unseen += 1;
  return title();
}

function title() {
  document.title = unseen ? `(${unseen}) ${i18n.t("title")}` : i18n.t("title");
}

function render() {
  scheduled = false;
  const state = store.get();
  const running = [...state.turns.values()].filter(isRunning);
  view.render(state, { intro: state.loaded || !stored.token.get() });
  auth.update(state.person, online);
  conversations.mark(state.conversation?.id);
  composer.update({
    maxText: state.limits.max_text,
    running: running.length > 0,
    stopping: running.length > 0 && running.every((turn) => turn.stopping),
  });
  const left = state.limits.answers_left_today;
  const few = typeof left === "number" && left <= FEW_ANSWERS;
  setText(byId("answers-left"), few ? i18n.t("answers_left", { count: left }) : "");
}

// Once a frame; a page nobody sees draws no frames.
function schedule() {
  if (scheduled) return;
  scheduled = true;
  if (document.hidden) setTimeout(render);
  else requestAnimationFrame(render);
}

function speak() {
  i18n.apply(document);
  setText(byId("language"), i18n.t("language_other"));
  byId("language").setAttribute("aria-label", i18n.t("language_switch"));
  byId("language").title = i18n.t("language_switch");
  auth.render();
  status.render();
  view.relabel();
  title();
  schedule();
}

byId("language").addEventListener("click", () => {
  i18n.use(i18n.language === "ru" ? "en" : "ru");
  stored.language.set(i18n.language);
  speak();
  chat.languageChanged();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  title();
  if (scheduled) render();
});
for (const button of document.querySelectorAll("[data-send]")) {
  button.addEventListener("click", () => say(button.dataset.send));
}

speak();
store.subscribe(schedule);
chat.start();
// Where fingers type, focus would cover half of the page with a keyboard nobody asked for.
if (matchMedia("(hover: hover)").matches) composer.focus();
