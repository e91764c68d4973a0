// What is read only when asked for (see blocks.py): evidence, the reports' texts, what is not mapped.

const MOST_OPEN = 6;

// JSON, gzip and base64 in a script element
export async function unpacked(element) {
  const bytes = Uint8Array.from(atob(element.textContent), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// Ways to what is read later; what is not here is null. The blocks asked for last stay open.
export function blocksOf(data) {
  const { size, texts } = data.blocks;
  const coming = new Map();
  const open = new Map();
  const block = (name) => {
    const element = document.querySelector(`[data-block="${name}"]`);
    const asked = coming.get(name) || (element ? unpacked(element).then((found) => open.set(name, found) && found) : Promise.resolve([]));
    coming.delete(name);
    coming.set(name, asked);
    const oldest = coming.size > MOST_OPEN && coming.keys().next().value;
    if (oldest) for (const map of [coming, open]) map.delete(oldest);
    return asked;
  };
  const name = (mark) => `marks-${Math.floor(mark.number / size)}`;
  const texted = (report) => texts.findLastIndex((first) => first <= report);
  return {
    block,
    // the evidence of a mark, and the same when it is open already
    detailsOf: async (mark) => (await block(name(mark)))[mark.number % size],
    opened: (mark) => open.get(name(mark))?.[mark.number % size],
    // the pieces of a report's text
    textOf: async (report) => (texts.length ? (await block(`texts-${texted(report)}`))[report - texts[texted(report)]] : null),
    // [sentence, near names] of the n-th of what is not mapped
    dropped: async (at) => (await block(`declined-${Math.floor(at / size)}`))[at % size],
  };
}

// the words of parts: plain text, or [words, ...] of what is marked
export const plainOf = (parts) => parts.map((part) => (typeof part === "string" ? part : part[0])).join("");
