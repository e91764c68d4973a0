// The view as one drawing that needs nothing else: title, map, scale, legend, sources of the ground; text stays text.
// The browser lays a sheet out; every line of text, drawing and canvas on it is then copied to its place.
import { el, svg } from "./dom.js";

const LETTERS = ["font-family", "font-size", "font-weight", "font-style", "letter-spacing", "direction"];
const STROKE = ["stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"];
const LOOK = [...LETTERS, ...STROKE, "fill", "fill-opacity", "fill-rule", "paint-order", "opacity"];

// what has no order of its own stands above the panes of the map
const rank = (node) => (node.nodeType === Node.ELEMENT_NODE && Number(getComputedStyle(node).zIndex)) || 1000;
// a mixed colour in words that other programs know; the drawing's own hatching, whatever the page's looks like
const percent = (part) => `${100 * part}%`;
const known = (value) =>
  value.replace("#hatch", "#hatched").replace(/color\(srgb ([\d. ]+).*/, (_, parts) => `rgb(${parts.match(/\S+/g).map(percent)})`);

export const textOf = (drawing) => new XMLSerializer().serializeToString(drawing);

// the drawing as PNG
export async function pixels(drawing) {
  const image = el("img", { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(textOf(drawing))}` });
  await image.decode();
  return new Promise((resolve) => canvasOf(image, image).toBlob(resolve));
}

export function picture({ map, data, state }) {
  const sheet = document.getElementById("sheet");
  const [, note, view, key] = sheet.children;
  const [box, shown] = [map.getContainer().getBoundingClientRect(), state.shown().length];
  note.lastChild.textContent = shown < data.marks.size ? ` · ${shown} of ${data.marks.size} marks` : "";
  key.replaceChildren(document.querySelector(".legend-body").cloneNode(true));
  // the switches go, and what they switch off
  for (const input of key.querySelectorAll("input")) (input.checked ? input : input.closest("label")).remove();
  Object.assign(view.style, { width: `${box.width}px`, height: `${box.height}px` });
  sheet.hidden = false;
  const { width, height } = sheet.getBoundingClientRect();
  const drawing = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": data.title });
  const { left: x, top: y } = view.getBoundingClientRect();
  const frame = svg("svg", { x, y, width: box.width, height: box.height });
  copy(sheet, drawing, { left: 0, top: 0 });
  copy(map.getContainer(), frame, box);
  drawing.append(svg("defs", {}, painted(document.getElementById("hatch"), { id: "hatched" })), frame);
  sheet.hidden = true;
  return drawing;
}

// what stands in a part of the page, each piece where it is seen, from the lowest up; buttons are of no use on paper
function copy(node, into, from) {
  if (node.nodeType === Node.TEXT_NODE) return into.append(lettered(node, from));
  const { left, top, width, height } = node.getBoundingClientRect();
  const at = { x: left - from.left, y: top - from.top, width, height };
  if (node.matches("svg")) return width && into.append(painted(node, { ...at, overflow: "visible" }));
  if (node.matches("canvas, img[crossorigin]")) return width && into.append(svg("image", { ...at, href: canvasOf(node, at).toDataURL() }));
  const style = getComputedStyle(node);
  const group = svg("g", { opacity: style.opacity });
  const [fill, rx] = [known(style.backgroundColor), style.borderTopLeftRadius];
  const stroke = style.borderBottomStyle === "none" ? "none" : known(style.borderBottomColor);
  if (fill !== "rgba(0, 0, 0, 0)") group.append(svg("rect", { ...at, rx, fill, stroke }));
  else if (stroke !== "none") group.append(svg("path", { d: `M${at.x} ${at.y}v${height}h${width}v${-height}`, fill: "none", stroke }));
  for (const child of [...node.childNodes].sort((a, b) => rank(a) - rank(b))) copy(child, group, from);
  if (group.hasChildNodes() && !node.matches(".leaflet-bar")) into.append(group);
}

// each unit as two pixels
function canvasOf(image, { width, height }) {
  const canvas = el("canvas", { width: 2 * width, height: 2 * height });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

// a drawing with its look written on every part, since no style sheet goes with it
function painted(node, at = {}) {
  const copies = [node.cloneNode(true)];
  copies.push(...copies[0].querySelectorAll("*"));
  [node, ...node.querySelectorAll("*")].forEach((part, n) => {
    const style = getComputedStyle(part);
    for (const name of ["class", "style"]) copies[n].removeAttribute(name);
    for (const name of LOOK) copies[n].setAttribute(name, known(style.getPropertyValue(name)));
  });
  for (const [name, value] of Object.entries(at)) copies[0].setAttribute(name, value);
  return copies[0];
}

// a text, each word where the browser has set it
function lettered(node, from) {
  const range = new Range();
  range.selectNodeContents(node);
  if (!range.getBoundingClientRect().width) return "";
  const style = getComputedStyle(node.parentElement);
  const [stroke] = style.textShadow.match(/^rgb[^)]*\)/) || ["none"];
  const look = { fill: known(style.color), stroke, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
  for (const name of LETTERS) look[name] = style.getPropertyValue(name);
  const words = Array.from(node.data.matchAll(/(\S+)\s*/g), ({ 0: text, 1: word, index }) => {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const x = (style.direction === "rtl" ? right : left) - from.left;
    return svg("tspan", { x, y: (top + bottom) / 2 - from.top + 0.36 * Number.parseFloat(style.fontSize) }, text);
  });
  return svg("text", look, words);
}
