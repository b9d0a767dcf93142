// What outlives the page. The token is shared by the tabs of a browser; the rest belongs to one tab.
// A browser may refuse storage (a frame on another site, a private window): then it lasts as long as the page.

function slot(area, key) {
  let refused = false;
  let last;
  return {
    /** @returns {string|null} */
    get() {
      if (refused) return last;
      try {
        return globalThis[area].getItem(key);
      } catch {
        return last ?? null;
      }
    },
    /** @param {string|null} value null takes it away */
    set(value) {
      // What belongs to this tab nobody else has changed meanwhile.
      if (area === "sessionStorage" && value === last) return;
      last = value;
      try {
        if (value) globalThis[area].setItem(key, value);
        else globalThis[area].removeItem(key);
        refused = false;
      } catch {
        refused = true;
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

function mapSlot(area, key) {
  const text = slot(area, key);
  return {
    /** @returns {Record<string, unknown>} */
    get() {
      try {
        const found = JSON.parse(text.get() ?? "{}");
        return found !== null && typeof found === "object" && !Array.isArray(found) ? found : {};
      } catch {
        return {};
      }
    },
    set(map) {
      text.set(JSON.stringify(map));
    },
  };
}

export const stored = {
  token: slot("localStorage", "otklik.token"),
  language: slot("localStorage", "otklik.language"),
  read: mapSlot("localStorage", "otklik.read"),
  conversation: slot("sessionStorage", "otklik.conversation"),
  draft: slot("sessionStorage", "otklik.draft"),
  openTurns: listSlot("sessionStorage", "otklik.open-turns"),
  outbox: listSlot("sessionStorage", "otklik.outbox"),
};
