// The page asks the sandbox for its state every second and lays what is new into the document.

import * as api from "./api.js";
import { Dialog } from "./dialog.js";
import { onText } from "./dom.js";
import { deliveriesById, Journal } from "./journal.js";
import { Wall } from "./wall.js";

const PERIOD = 1000;
const FAILURE_SHOWN = 6000;
const words = document.body.dataset;
const person = document.getElementById("person");
const notice = document.getElementById("notice");
const postForm = document.getElementById("post-form");

const wall = new Wall(document.getElementById("posts"), (what, body) =>
  write(what, { ...body, from_id: writer() }),
);
const dialog = new Dialog(document.getElementById("dialog"));
const journal = new Journal(document.getElementById("journal"));

let state = null;
let timer = null;
let failureUntil = 0;

function writer() {
  return Number(person.value);
}

function tell(text) {
  if (performance.now() < failureUntil) {
    return;
  }
  notice.hidden = !text;
  notice.textContent = text;
}

function draw() {
  if (!person.options.length) {
    person.append(...state.people.map((one) => new Option(one.name, one.id)));
    person.value = sessionStorage.getItem("person") ?? person.options[0].value;
  }
  const deliveries = deliveriesById(state);
  wall.show(state, deliveries);
  dialog.show(state, deliveries, writer());
  journal.show(state);
  tell(state.callback.length ? "" : words.noCallback);
  document.body.classList.add("settled");
}

async function refresh() {
  clearTimeout(timer);
  try {
    const fresh = await api.readState(state?.version ?? null);
    if (fresh.unchanged) {
      tell(state.callback.length ? "" : words.noCallback);
    } else {
      state = fresh;
      draw();
    }
  } catch {
    tell(words.offline);
  }
  clearTimeout(timer);
  if (!document.hidden) {
    timer = setTimeout(refresh, PERIOD);
  }
}

async function write(what, body) {
  try {
    await api.send(what, body);
  } catch {
    tell(words.failed);
    failureUntil = performance.now() + FAILURE_SHOWN;
    return false;
  }
  failureUntil = 0;
  await refresh();
  return true;
}

onText(postForm, (text) => {
  const own = postForm.elements.author.value === "community";
  return write("post", { text, from_id: own ? null : writer() });
});
onText(document.getElementById("dialog-form"), (text) => write("message", { text, from_id: writer() }));
person.addEventListener("change", () => {
  sessionStorage.setItem("person", person.value);
  draw();
});
document.addEventListener("visibilitychange", () => document.hidden || refresh());
refresh();
