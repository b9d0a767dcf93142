const SVG = "http://www.w3.org/2000/svg";
const ICONS = new URL("../icons.svg", import.meta.url).pathname;

/** @param {string} id @returns {HTMLElement} an element of the page */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {Record<string, string>} [attributes]
 * @param {...(Node|string)} children strings become text
 * @returns {HTMLElement}
 */
export function make(tag, className, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} name of a symbol in icons.svg @returns {SVGElement} */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * @param {string} iconName
 * @param {string} label for the tooltip and for those who do not see the icon
 * @param {() => void} onClick
 * @param {string} [className]
 * @returns {HTMLButtonElement}
 */
export function iconButton(iconName, label, onClick, className = "") {
  const button = make("button", `button button-tiny ${className}`, { type: "button", "aria-label": label });
  button.title = label;
  button.append(icon(iconName));
  button.addEventListener("click", onClick);
  return button;
}

/** Change text only when it differs: an untouched node keeps its selection and is not announced again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
