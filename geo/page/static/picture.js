// The view as one drawing that needs nothing else: title, map, scale, legend, sources of the ground; text stays text.

import { el, svg } from "./dom.js";

const FAMILY = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const SHAPE = ["d", "x", "y", "r", "rx", "cx", "cy", "width", "height", "viewBox", "transform", "text-anchor", "patternUnits"];
const PAINT =
  "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin paint-order opacity".split(
    " ",
  );
const LETTERS = ["font-family", "font-size", "font-weight", "font-style", "letter-spacing"];

const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
export const textOf = (drawing) => new XMLSerializer().serializeToString(drawing);

// on a canvas, each unit of the drawing as so many pixels
export async function pixels(drawing, scale) {
  const image = el("img", { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(textOf(drawing))}` });
  await image.decode();
  const canvas = el("canvas", { width: image.width * scale, height: image.height * scale });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

export function picture({ map, data }) {
  const box = map.getContainer().getBoundingClientRect();
  const beside = box.width >= 560;
  const width = Math.round(box.width + (beside ? 262 : 0));
  const root = svg("g");
  const write = writer(root);
  const top = write(document.getElementById("title").textContent, 16, 12, width - 32, 20, 650);
  const under = write(document.getElementById("subtitle").textContent, 16, top, width - 32, 13, 400, "soft") + 8;
  root.append(ground(map, box, under));
  const low = under + box.height;
  const end = beside ? legend(root, write, box.width + 16, under - 6, 230) : legend(root, write, 16, low + 2, box.width - 32);
  const words = map.attributionControl.getContainer().textContent;
  const height = Math.ceil(write(words, 16, Math.max(low, end) + 4, width - 32, 10.5, 400, "soft") + 8);
  return svg(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FAMILY, role: "img", "aria-label": data.title },
    svg("rect", { width, height, fill: tone("paper") }),
    ...root.childNodes,
  );
}

// writes lines of a width below a height, and says where they end
function writer(root) {
  const pen = document.createElement("canvas").getContext("2d");
  return (text, x, y, width, size, weight = 400, colour = "ink") => {
    pen.font = `${weight} ${size}px ${FAMILY}`;
    const lines = [""];
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    lines.filter(Boolean).forEach((line, at) => {
      root.append(svg("text", { x, y: y + size * (1.1 + 1.35 * at), "font-size": size, "font-weight": weight, fill: tone(colour) }, line));
    });
    return y + (lines[0] || lines[1] ? size * 1.35 * lines.length : 0);
  };
}

// every layer of the map as it is painted, from the lowest up; what was not painted as text or paths is an image
function ground(map, box, top) {
  const rank = (node) => Number(getComputedStyle(node.closest(".leaflet-pane")).zIndex) || 0;
  const layers = [...map.getPanes().mapPane.querySelectorAll("svg, canvas, .label")].sort((a, b) => rank(a) - rank(b));
  const frame = svg("svg", { y: top, width: box.width, height: box.height, viewBox: `0 0 ${box.width} ${box.height}` });
  frame.append(svg("rect", { width: box.width, height: box.height, fill: tone("water") }), painted(document.querySelector(".defs defs")));
  for (const layer of [...layers, ...map.getContainer().querySelectorAll(".leaflet-control-scale-line:first-child, .north")]) {
    const { left, top: high, width, height } = layer.getBoundingClientRect();
    const at = { x: left - box.left, y: high - box.top, width, height };
    if (layer.matches("canvas")) frame.append(svg("image", { ...at, href: layer.toDataURL() }));
    else if (layer.matches("svg")) frame.append(svg("svg", at, painted(layer)));
    else frame.append(...lettered(layer, at));
  }
  return frame;
}

// a copy of a picture with its look written on every part, since no style sheet goes with it
function painted(node) {
  const copy = svg(node.tagName, { id: node.id ? `${node.id}-saved` : null });
  const style = getComputedStyle(node);
  for (const name of SHAPE) if (node.hasAttribute(name)) copy.setAttribute(name, node.getAttribute(name));
  for (const name of node.matches("path, rect, circle, text") ? PAINT : []) {
    const value = style.getPropertyValue(name).replace(/url\([^)]*#hatch"?\)/, "url(#hatch-saved)");
    if (name === "fill" || !["none", "1", "1px", "butt", "nonzero", "normal", "miter"].includes(value)) copy.setAttribute(name, value);
  }
  if (node.matches("text")) for (const name of LETTERS) copy.setAttribute(name, style.getPropertyValue(name));
  copy.append(...Array.from(node.childNodes, (child) => (child.nodeType === 3 ? child.data : painted(child))));
  return copy;
}

// words that stand on the map, with the halo that keeps them legible
function lettered(node, { x, y, width, height }) {
  const style = getComputedStyle(node);
  const words = style.textTransform === "uppercase" ? node.textContent.toLocaleUpperCase() : node.textContent;
  const spot = { x: x + width / 2, y: y + height / 2 + 0.36 * Number.parseFloat(style.fontSize), "text-anchor": "middle" };
  const halo = { stroke: tone("casing"), "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
  const look = { ...Object.fromEntries(LETTERS.map((name) => [name, style.getPropertyValue(name)])), direction: style.direction };
  const bar = svg("path", { d: `M${x} ${y + height - 6}v5h${width}v-5`, fill: "none", stroke: tone("ink"), "stroke-width": 1.2 });
  const text = svg("text", { ...spot, ...halo, ...look, fill: style.color, opacity: style.opacity }, words);
  return node.matches(".leaflet-control-scale-line") ? [bar, text] : [text];
}

const wordsOf = (note) =>
  note.matches(".widths") ? `Width shows ${note.querySelector("label:has(:checked)").textContent}.` : note.textContent;

function legend(root, write, x, top, width) {
  let y = top;
  for (const node of document.querySelectorAll("#legend h2, #legend .entry, #legend .note, #legend .widths")) {
    if (node.querySelector("input[type=checkbox]:not(:checked)")) continue;
    const swatch = node.querySelector(".swatch");
    if (swatch) root.append(svg("svg", { x, y: y + 3 }, painted(swatch)));
    if (node.matches("h2")) y = write(node.textContent, x, y + 10, width, 11, 600, "soft") + 1;
    else if (swatch) y = Math.max(y + 20, write(node.querySelector(".words").textContent, x + 46, y + 2, width - 46, 12) + 2);
    else y = write(wordsOf(node), x, y + 3, width, 11, 400, "soft") + 1;
  }
  return y;
}
