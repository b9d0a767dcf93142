// Where the words of a search stand in a text.

/** @param {string} text @returns {string} as the server compares: no case, ё is е; as long as the text */
function folded(text) {
  const low = text.toLowerCase();
  return (low.length === text.length ? low : text).replaceAll("ё", "е");
}

/**
 * @param {string} text
 * @param {string} query
 * @returns {{text: string, found: boolean}[]} the text in parts: those that were asked for, and those between
 */
export function highlight(text, query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const where = folded(text);
  const marked = new Array(text.length).fill(false);
  for (const word of words) {
    for (let at = where.indexOf(word); at >= 0; at = where.indexOf(word, at + word.length)) {
      marked.fill(true, at, at + word.length);
    }
  }
  const parts = [];
  for (let start = 0; start < text.length; ) {
    let end = start;
    while (end < text.length && marked[end] === marked[start]) end += 1;
    parts.push({ text: text.slice(start, end), found: marked[start] });
    start = end;
  }
  return parts;
}
