// DOM without HTML strings: whatever a report says stays text.

const SVG = "http://www.w3.org/2000/svg";

// el("p", {class: "note", onclick: f}, "text", child, ...)
export function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// A tree composed in Python (tree.py): text, or ["tag.class", {attributes}, ...children]
export function grow(node) {
  if (typeof node === "string") return node;
  const [name, ...rest] = node;
  const [tag, ...classes] = name.split(".");
  const attributes = rest[0]?.constructor === Object ? rest.shift() : {};
  const make = tag === "svg" || tag === "use" ? svg : el;
  return make(tag, { class: classes.join(" ") || null, ...attributes }, rest.map(grow));
}

// the text of a tree
export function plainOf(node) {
  if (typeof node === "string") return node;
  return node
    .slice(1)
    .map((child) => (child.constructor === Object ? "" : plainOf(child)))
    .join("");
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat()) {
    if (child !== undefined && child !== null && child !== "") element.append(child);
  }
  return element;
}

export function plural(number, one, many) {
  return `${number} ${number === 1 ? one : many || `${one}s`}`;
}

export function listed(text) {
  return (text || "").split("; ").filter(Boolean);
}

export function cut(text, length) {
  if (text.length <= length) return text;
  const head = text.slice(0, length);
  const words = head.slice(0, Math.max(head.lastIndexOf(" "), length * 0.6));
  return `${words.replace(/( (of|the|and|in|from|to|a|an|for|by|with))+$/, "")}…`;
}

// "2024-03-05" reads 5 March 2024, "2024-03" March 2024; anything else (EDTF, years) stays as it is
export function dateWords(iso) {
  // EDTF: ~ is about then, ? uncertain, % both
  const [, plain, doubt] = /^(\d{4}(?:-\d{2}){0,2})([~?%])$/.exec(iso || "") || [];
  if (doubt) return `${{ "~": "about ", "?": "perhaps ", "%": "perhaps about " }[doubt]}${dateWords(plain)}`;
  const [, month, date] = /^\d{4}-(\d{2})(-\d{2})?$/.exec(iso || "") || [];
  if (!month) return iso || "";
  const day = new Date(date ? `${iso}T00:00:00Z` : `${iso}-01T00:00:00Z`);
  const form = { day: date ? "numeric" : undefined, month: "long", year: "numeric", timeZone: "UTC" };
  return Number.isNaN(day.getTime()) ? iso : day.toLocaleDateString("en-GB", form);
}

// a link of a report is followed only when it leads to the web
export function webLink(url) {
  return /^https?:\/\//i.test(url || "") ? url : null;
}

// some words round the first marked ones
export function excerpt(quote, length) {
  const [, , text, , spans] = quote;
  if (!spans.length) return cut(text, length);
  const points = Array.from(text);
  const [start, end, role] = spans.find(([, , one]) => one === "trigger") || spans[0];
  const join = (from, to) => points.slice(from, to).join("").replace(/\s+/g, " ");
  const before = join(Math.max(0, start - length / 2), start);
  const lead = start > length / 2 ? `…${before.slice(before.indexOf(" ") + 1)}` : before;
  return [lead, el("mark", { class: role }, join(start, end)), cut(join(end, points.length), length / 2)];
}

// The sentence with its words marked; spans are [start, end, role], in code points of Python
export function quoted(quote) {
  const [, , text, , spans] = quote;
  const points = Array.from(text);
  const parts = [];
  let at = 0;
  for (const [start, end, role] of spans) {
    parts.push(points.slice(at, start).join(""));
    parts.push(el("mark", { class: role }, points.slice(start, end).join("")));
    at = end;
  }
  parts.push(points.slice(at).join(""));
  return el("q", { dir: "auto" }, parts);
}
