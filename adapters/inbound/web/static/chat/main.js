// The composition of the page.

import { Account } from "./account.js";
import { Auth } from "./auth.js";
import { noteOf } from "./bubble.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { Conversations } from "./conversations.js";
import { byId, setText } from "./dom.js";
import { Embedding, embedded } from "./embed.js";
import { I18n, pickLanguage } from "./i18n.js";
import { announce, notice } from "./notice.js";
import { hideSecret } from "./protocol.js";
import { Reading } from "./reading.js";
import { Speech, speakable } from "./speech.js";
import { Status } from "./status.js";
import { stored } from "./storage.js";
import { createStore, initialState } from "./store.js";
import { isRunning } from "./turns.js";
import { MessageView } from "./view.js";

const FEW_ANSWERS = 5;

const wished = embedded ? new URLSearchParams(location.search).get("lang") : null;
const languages = [wished, ...(navigator.languages ?? [])].filter(Boolean);
const i18n = new I18n(pickLanguage(stored.language.get(), languages));
const store = createStore(
  initialState({
    conversationId: stored.conversation.get(),
    pending: stored.outbox.get(),
    openTurns: stored.openTurns.get(),
  }),
);
let online = false;
let unread = 0;
let title = "";
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
const account = new Account(i18n, chat, { leaveSignIn: () => auth.close() });
const conversations = new Conversations(i18n, chat, (seq) => {
  if (seq) return find(seq);
  view.toEnd();
  return composer.focus();
});
const composer = new Composer(i18n, {
  draft: stored.draft,
  say: (text) => say(text),
  stop: () => chat.stop(),
  leave: () => embedding.close(),
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

const reading = new Reading(stored.read);
const speech = new Speech((text, first) => announce(first ? `${i18n.t("author_assistant")}: ${text}` : text));
const embedding = new Embedding({
  onTitle: (given) => {
    title = given;
    showTitle();
  },
  onShown: () => {
    render();
    composer.focus();
  },
});

function say(text) {
  notice("");
  reading.clear();
  chat.say(text);
  view.toEnd();
}

// What was found may stand far above what has been fetched.
async function find(seq) {
  while (store.get().more && store.get().messages[0]?.seq > seq) {
    const before = store.get().messages[0].seq;
    await chat.loadOlder();
    if (store.get().messages[0].seq === before) break;
  }
  render();
  view.showMessage(seq);
}

function lastOwnText() {
  const { messages, pending } = store.get();
  const own = [...messages.filter(({ author }) => author === "person"), ...pending];
  return own.findLast(({ text }) => !hideSecret(text).secret)?.text;
}

// Beyond the list itself: what a reader elsewhere on the page, in another tab or without a screen must learn.
function follow(frame, before) {
  if (frame.type === "delta") return view.arrived(false);
  if (frame.type === "signed_out" || frame.type === "erased") return composer.clear();
  const isMessage = frame.type === "message" && !before.messages.some(({ seq }) => seq === frame.message.seq);
  if (!isMessage && frame.type !== "turn_ended") return undefined;
  const message = frame.message ?? { author: "assistant", text: "" };
  if (message.author === "person") return view.arrived(false); // Theirs, from another tab.
  const note = noteOf({ ...message, state: frame.state, code: frame.code }, i18n);
  const turnId = frame.turn_id ?? message.turn_id;
  if (turnId && message.author === "assistant") speech.finish(turnId, message.text);
  else announce(`${i18n.t(`author_${message.author}`)}: ${speakable(message.text)}`);
  if (note) announce(note);
  return view.arrived(true);
}

function showTitle() {
  const words = title || i18n.t("title");
  document.title = unread ? `(${unread}) ${words}` : words;
  setText(byId("title"), words);
}

function render() {
  scheduled = false;
  const state = store.get();
  const running = [...state.turns.values()].filter(isRunning);
  const read = reading.update(state, embedding.shown && view.atEnd);
  view.render(state, { intro: state.loaded || !stored.token.get(), divider: read.divider });
  for (const turn of running) speech.progress(turn.id, turn.text, Date.now());
  if (read.unread !== unread) {
    unread = read.unread;
    embedding.unread(unread);
    showTitle();
  }
  auth.update(state.person, online);
  account.update(state.person);
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

// Once a frame; a page nobody sees, and a closed widget, draw no frames.
function schedule() {
  if (scheduled) return;
  scheduled = true;
  if (embedding.shown) requestAnimationFrame(render);
  else setTimeout(render);
}

function speak() {
  i18n.apply(document);
  setText(byId("language"), i18n.t("language_other"));
  byId("language").setAttribute("aria-label", i18n.t("language_switch"));
  byId("language").title = i18n.t("language_switch");
  auth.render();
  status.render();
  view.relabel();
  showTitle();
  schedule();
}

byId("language").addEventListener("click", () => {
  i18n.use(i18n.language === "ru" ? "en" : "ru");
  stored.language.set(i18n.language);
  speak();
  chat.languageChanged();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) render();
});
for (const button of document.querySelectorAll("[data-send]")) {
  button.addEventListener("click", () => say(button.dataset.send));
}

speak();
store.subscribe(schedule);
chat.start();
// Where fingers type, focus would cover half of the page with a keyboard nobody asked for.
if (!embedded && matchMedia("(hover: hover)").matches) composer.focus();
