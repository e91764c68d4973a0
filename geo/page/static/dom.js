// DOM without HTML strings: whatever a report says stays text.

const SVG = "http://www.w3.org/2000/svg";

// el("p", {class: "note", onclick: f}, "text", child, ...)
export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// attributes and children that are there
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

// A tree composed in Python (tree.py): text, ["tag.class", {attributes}, ...children], or the number of a report
export function grow(node, cite) {
  if (typeof node === "string") return node;
  if (typeof node === "number") return cite(node);
  const [name, ...rest] = node;
  const [tag, ...classes] = name.split(".");
  const attributes = rest[0]?.constructor === Object ? rest.shift() : {};
  const make = tag === "svg" || tag === "use" ? svg : el;
  const children = rest.map((child) => grow(child, cite));
  return make(tag, { class: classes.join(" ") || null, ...attributes }, children);
}

// the text of a tree
export function plainOf(node) {
  if (Array.isArray(node)) return node.slice(1).map(plainOf).join("");
  return typeof node === "string" ? node : "";
}

// a small picture of a mark; the pictures are written with the page
export const swatch = ({ type, status = "", swatch: name }) => grow([`svg.swatch.${type}.${status}`, ["use", { href: `#sw-${name}` }]]);

export const plural = (number, one) => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

export const listed = (text) => (text || "").split("; ").filter(Boolean);
