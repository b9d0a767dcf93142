// Small helpers. Text goes in by textContent only: whatever people and the model write stays text.

const AVATAR_COLOURS = 6;
const MIXER = 107; // A prime, so that round ids do not share a colour.

const clock = new Intl.DateTimeFormat(document.documentElement.lang, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

export function clone(name) {
  const template = document.getElementById(`${name}-template`);
  const element = template.content.firstElementChild.cloneNode(true);
  // What was there before the page opened does not move in.
  element.classList.toggle("fresh", document.body.classList.contains("settled"));
  return element;
}

export function put(root, selector, text) {
  root.querySelector(selector).textContent = text;
}

export function putTime(root, seconds) {
  const moment = new Date(seconds * 1000);
  const time = root.querySelector("time");
  time.dateTime = moment.toISOString();
  time.textContent = clock.format(moment);
}

export function sign(root, said) {
  root.dataset.author = said.author;
  put(root, ".author", said.author_name);
  root.querySelector(".mark").hidden = said.author !== "community";
  const avatar = root.querySelector(".avatar");
  avatar.textContent = initials(said.author_name);
  avatar.dataset.colour = said.author === "community" ? "own" : (Math.abs(said.from_id) % MIXER) % AVATAR_COLOURS;
  putTime(root, said.date);
}

export function showDelivery(root, state) {
  const mark = root.querySelector(".delivery");
  if (mark.dataset.state === state) {
    return;
  }
  if (state) {
    mark.dataset.state = state;
    mark.textContent = document.body.dataset[state] ?? state;
  } else {
    delete mark.dataset.state;
    mark.textContent = "";
  }
}

function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word[0].toUpperCase())
    .join("");
}

// A form of one text: Enter sends, Shift+Enter breaks the line, the text stays when sending fails.
export function onText(form, handle) {
  const area = form.querySelector("textarea");
  const button = form.querySelector("button[type=submit]");
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  area.addEventListener("input", () => fit(area));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = area.value;
    if (!text.trim() || button.disabled) {
      return;
    }
    button.disabled = true;
    if (await handle(text)) {
      area.value = "";
      fit(area);
    }
    button.disabled = false;
    area.focus();
  });
}

function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}
