// The journal: events that went out to the assistant and calls that came back, newest first.

import { clone, put, putTime } from "./dom.js";

const SHOWN = 14;
const words = document.body.dataset;

export class Journal {
  #section;
  #list;

  constructor(section) {
    this.#section = section;
    this.#list = section.querySelector("ol");
  }

  show(state) {
    const entries = [...state.deliveries.map(asEvent), ...state.api_calls.map(asCall)]
      .sort((one, other) => other.at - one.at)
      .slice(0, SHOWN);
    this.#list.replaceChildren(...entries.map(draw));
    this.#section.querySelector("#journal-empty").hidden = entries.length > 0;
  }
}

// By type and id of what happened: how its event is doing.
export function deliveriesById(state) {
  const found = new Map();
  for (const delivery of state.deliveries) {
    const id = delivery.object?.message?.id ?? delivery.object?.id;
    found.set(`${delivery.type} ${id}`, delivery.state);
  }
  return found;
}

function asEvent(delivery) {
  const tries = delivery.attempts.length;
  const outcome = words[delivery.state] ?? delivery.state;
  return {
    at: delivery.at,
    direction: `→ ${words.event}`,
    name: delivery.type,
    outcome: tries > 1 ? `${outcome}, ${words.attempts}${tries}` : outcome,
    kind: delivery.state,
  };
}

function asCall(call) {
  const failed = call.error_code !== null;
  const outcome = failed ? words.error + call.error_code : words.done;
  return {
    at: call.at,
    direction: `← ${words.call}`,
    name: call.method,
    outcome: call.fault ? `${outcome} (${call.fault})` : outcome,
    kind: failed ? "lost" : "delivered",
  };
}

function draw(entry) {
  const element = clone("journal");
  putTime(element, entry.at);
  put(element, ".direction", entry.direction);
  put(element, ".name", entry.name);
  put(element, ".outcome", entry.outcome);
  element.dataset.kind = entry.kind;
  return element;
}
