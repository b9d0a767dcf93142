// The control API of the sandbox.

const BASE = "sandbox/api/";
const RECENT = 60;

async function answerOf(response) {
  if (!response.ok) {
    throw new Error(`${response.status} ${response.url}`);
  }
  return response.json();
}

export async function readState(known) {
  const query = new URLSearchParams({ recent: RECENT });
  if (known !== null) {
    query.set("known", known);
  }
  return answerOf(await fetch(`${BASE}state?${query}`, { cache: "no-store" }));
}

export async function send(what, body) {
  const response = await fetch(BASE + what, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answerOf(response);
}
