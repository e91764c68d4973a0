// What is read only when asked for (see blocks.py): evidence, the reports' texts, what is not mapped.
const MOST_OPEN = 6;

// JSON, gzip and base64 in a script element
export async function unpacked(element) {
  const bytes = Uint8Array.from(atob(element.textContent), (char) => char.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

// Ways to what is read later. The blocks asked for last stay open, as {asked: promise, found}.
export function blocksOf({ size }) {
  const open = new Map();

  function block(name) {
    const one = open.get(name) || { asked: unpacked(document.querySelector(`[data-block="${name}"]`)) };
    one.asked.then((found) => (one.found = found));
    open.delete(name);
    open.set(name, one);
    if (open.size > MOST_OPEN) open.delete(open.keys().next().value);
    return one.asked;
  }

  const home = (kind, number) => `${kind}-${Math.floor(number / size)}`;
  const part = async (kind, number) => (await block(home(kind, number)))[number % size];
  return {
    block,
    // the evidence of a mark, and the same when it is open already
    detailsOf: ({ slot }) => part("marks", slot),
    opened: ({ slot }) => open.get(home("marks", slot))?.found?.[slot % size],
    // the trees of what is not mapped
    dropped: (number) => part("declined", number),
    // the paragraphs of a report; none where the texts are too long to be here
    textOf: async ({ text: [at, index] = [] }) => (index === undefined ? [] : (await block(`texts-${at}`))[index]),
  };
}
