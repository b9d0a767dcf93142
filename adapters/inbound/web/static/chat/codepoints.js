// Lengths and offsets on the wire count Unicode code points; JavaScript strings count UTF-16 units.

/**
 * @param {string} text
 * @returns {number} how many code points it has
 */
export function lengthOf(text) {
  let pairs = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.codePointAt(index) > 0xffff) {
      pairs += 1;
      index += 1;
    }
  }
  return text.length - pairs;
}

/**
 * @param {string} text
 * @param {number} offset in code points
 * @returns {number} the same place in UTF-16 units; the end of the text when it is shorter
 */
export function unitIndex(text, offset) {
  let index = 0;
  for (let passed = 0; passed < offset && index < text.length; passed += 1) {
    index += text.codePointAt(index) > 0xffff ? 2 : 1;
  }
  return index;
}

/**
 * Lay a fragment over a text. Laying the same one twice changes nothing.
 *
 * @param {string} text
 * @param {number} offset in code points, not beyond the end of `text`
 * @param {string} fragment
 * @returns {string}
 */
export function lay(text, offset, fragment) {
  const start = unitIndex(text, offset);
  const rest = text.slice(start);
  return text.slice(0, start) + fragment + rest.slice(unitIndex(rest, lengthOf(fragment)));
}

/**
 * Half a surrogate pair (half an emoji) is no text for the server: it becomes U+FFFD.
 *
 * @param {string} text
 * @returns {string}
 */
export function wellFormed(text) {
  if (typeof text.toWellFormed === "function") return text.toWellFormed();
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}
