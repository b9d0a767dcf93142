// What outlives the page. The token is shared by the tabs of a browser; the rest belongs to one tab.
// A browser may refuse storage (a frame on another site, a private window): then it lasts as long as the page.

function slot(area, key) {
  let fallback = null;
  return {
    get() {
      try {
        return globalThis[area].getItem(key) ?? fallback;
      } catch {
        return fallback;
      }
    },
    set(value) {
      fallback = value;
      try {
        if (value) globalThis[area].setItem(key, value);
        else globalThis[area].removeItem(key);
      } catch {
        // Refused or full: the fallback serves.
      }
    },
  };
}

function listSlot(area, key) {
  const text = slot(area, key);
  return {
    /** @returns {unknown[]} */
    get() {
      try {
        const list = JSON.parse(text.get() ?? "[]");
        return Array.isArray(list) ? list : [];
      } catch {
        return [];
      }
    },
    set(list) {
      text.set(list.length ? JSON.stringify(list) : null);
    },
  };
}

export const stored = {
  token: slot("localStorage", "otklik.token"),
  language: slot("localStorage", "otklik.language"),
  conversation: slot("sessionStorage", "otklik.conversation"),
  draft: slot("sessionStorage", "otklik.draft"),
  openTurns: listSlot("sessionStorage", "otklik.open-turns"),
  outbox: listSlot("sessionStorage", "otklik.outbox"),
};
