// The widget on somebody else's page: a button and, once it has been pressed, the chat in a frame of our own origin.
// <script src="…/widget.js" data-lang="ru" data-title="…" data-theme="light|dark" async></script>
// It is no module, so that one plain tag does; it takes nothing from the page and leaves it one element.
(() => {
  "use strict";

  const script = document.currentScript;
  const NAME = "otklik-widget";
  if (!script || document.querySelector(NAME)) return;

  const origin = new URL(script.src).origin;
  const TEXTS = {
    ru: { open: "Открыть чат", close: "Закрыть чат", title: "Чат с помощником", unread: "Новых сообщений: " },
    en: { open: "Open the chat", close: "Close the chat", title: "Chat with the assistant", unread: "New messages: " },
  };
  const asked = script.dataset.lang || document.documentElement.lang || navigator.language || "";
  const language = asked.slice(0, 2).toLowerCase() === "ru" ? "ru" : "en";
  const texts = TEXTS[language];
  const title = (script.dataset.title || "").trim().slice(0, 80);
  const theme = ["light", "dark"].includes(script.dataset.theme) ? script.dataset.theme : "";

  // Important declarations of a shadow root win over those of the page around it (CSS Scoping, 3.3), and `all`
  // cuts off what would be inherited. Sizes are in px: a rem would be the page's.
  const STYLES = `
    :host {
      all: initial !important;
      position: fixed !important;
      inset: auto 0 0 auto !important;
      z-index: 2147483000 !important;
      color-scheme: ${theme || "light dark"} !important;
    }
    @media print { :host { display: none !important; } }
    * { box-sizing: border-box; }
    [hidden] { display: none; }
    .launcher {
      position: fixed;
      right: max(20px, env(safe-area-inset-right));
      bottom: max(20px, env(safe-area-inset-bottom));
      width: 60px;
      height: 60px;
      padding: 0;
      border: 0;
      border-radius: 50%;
      display: grid;
      place-items: center;
      background: light-dark(#17695a, #6fcfb6);
      color: light-dark(#fff, #0c2a23);
      box-shadow: 0 2px 6px rgb(0 0 0 / 20%), 0 8px 28px rgb(0 0 0 / 20%);
      cursor: pointer;
      transition: background-color 0.15s, transform 0.15s;
    }
    .launcher:hover { background: light-dark(#0f5447, #8fdfca); transform: scale(1.04); }
    .launcher:focus-visible { outline: 3px solid light-dark(#17695a, #6fcfb6); outline-offset: 3px; }
    .launcher svg { grid-area: 1 / 1; width: 28px; height: 28px; transition: opacity 0.15s, transform 0.15s; }
    .launcher .cross { opacity: 0; transform: rotate(-45deg); }
    .launcher[aria-expanded="true"] .cross { opacity: 1; transform: none; }
    .launcher[aria-expanded="true"] .mark { opacity: 0; transform: rotate(45deg); }
    .badge {
      position: absolute;
      inset: -3px -3px auto auto;
      min-width: 22px;
      height: 22px;
      padding-inline: 6px;
      border-radius: 11px;
      background: #b3261e;
      color: #fff;
      font: 600 13px/22px system-ui, sans-serif;
      text-align: center;
    }
    .panel {
      position: fixed;
      right: max(20px, env(safe-area-inset-right));
      bottom: calc(max(20px, env(safe-area-inset-bottom)) + 76px);
      width: 400px;
      height: min(680px, calc(100dvh - 120px));
      overflow: hidden;
      border: 1px solid light-dark(#d9d6cf, #3a4145);
      border-radius: 18px;
      background: light-dark(#fbfaf8, #15181a);
      box-shadow: 0 4px 12px rgb(0 0 0 / 12%), 0 16px 48px rgb(0 0 0 / 24%);
      transform-origin: bottom right;
      animation: rise 0.18s ease-out;
    }
    iframe { display: block; width: 100%; height: 100%; border: 0; color-scheme: inherit; }
    @keyframes rise { from { opacity: 0; transform: translateY(12px) scale(0.97); } }
    @media (max-width: 480px), (max-height: 480px) {
      .panel { inset: 0; width: auto; height: auto; border: 0; border-radius: 0; }
      .launcher[aria-expanded="true"] { display: none; }
    }
    @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
    @media (forced-colors: active) { .launcher { border: 2px solid ButtonText; } }
  `;

  const SVG = "http://www.w3.org/2000/svg";
  const MARK = "M12 4.2a7.8 7.8 0 1 1-4.3 14.3l-3.3 1.1 1.1-3.2A7.8 7.8 0 0 1 12 4.2zM12 12v.01";
  const CROSS = "M6.5 6.5l11 11M17.5 6.5l-11 11";

  function drawing(name, path) {
    const svg = document.createElementNS(SVG, "svg");
    const attributes = { class: name, viewBox: "0 0 24 24", "aria-hidden": "true", fill: "none", stroke: "currentColor" };
    for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
    const line = document.createElementNS(SVG, "path");
    const strokes = { d: path, "stroke-width": "2.2", "stroke-linecap": "round", "stroke-linejoin": "round" };
    for (const [key, value] of Object.entries(strokes)) line.setAttribute(key, value);
    svg.append(line);
    return svg;
  }

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  const host = document.createElement(NAME);
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet passes a Content-Security-Policy that forbids inline styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  root.adoptedStyleSheets = [sheet];
  const badge = make("span", { class: "badge", "aria-hidden": "true", hidden: "" });
  const launcher = make(
    "button",
    { class: "launcher", type: "button", "aria-expanded": "false", "aria-haspopup": "dialog" },
    drawing("mark", MARK),
    drawing("cross", CROSS),
    badge,
  );
  const panel = make("div", { class: "panel", role: "dialog", "aria-label": title || texts.title, hidden: "" });
  root.append(panel, launcher);

  let frame = null;
  let ready = false;
  let unread = 0;

  const isOpen = () => !panel.hidden;

  /** Only to our own origin: should the frame ever show another page, it is told nothing. */
  function tell(type, facts) {
    if (frame) frame.contentWindow.postMessage({ otklik: 1, type, ...facts }, origin);
  }

  function show() {
    const unreadWords = unread && !isOpen() ? `. ${texts.unread}${unread}` : "";
    launcher.setAttribute("aria-expanded", String(isOpen()));
    launcher.setAttribute("aria-label", (isOpen() ? texts.close : texts.open) + unreadWords);
    launcher.title = isOpen() ? texts.close : texts.open;
    badge.hidden = !unreadWords;
    badge.textContent = unread > 99 ? "99+" : String(unread);
  }

  // The frame is made at the first opening: until then the page pays for one small script and nobody is connected.
  function open() {
    panel.hidden = false;
    if (!frame) {
      frame = make("iframe", {
        src: `${origin}/embed?lang=${language}`,
        title: title || texts.title,
        allow: "clipboard-write",
        referrerpolicy: "strict-origin",
      });
      frame.addEventListener("load", () => tell("configure", { title, theme, open: isOpen() }));
      panel.append(frame);
    }
    frame.focus();
    if (ready) tell("shown");
    show();
  }

  function close() {
    panel.hidden = true;
    tell("hidden");
    show();
    launcher.focus();
  }

  const HEARD = {
    ready: () => {
      ready = true;
    },
    close: () => isOpen() && close(),
    unread: ({ count }) => {
      if (!Number.isSafeInteger(count) || count < 0) return;
      unread = count;
      show();
    },
  };

  addEventListener("message", ({ origin: from, source, data }) => {
    if (from !== origin || !frame || source !== frame.contentWindow) return;
    if (data === null || typeof data !== "object" || data.otklik !== 1) return;
    if (Object.hasOwn(HEARD, data.type)) HEARD[data.type](data);
  });
  launcher.addEventListener("click", () => (isOpen() ? close() : open()));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) close();
  });

  show();
  // An `async` script may run before there is a body.
  if (document.body) document.body.append(host);
  else addEventListener("DOMContentLoaded", () => document.body.append(host));
})();
