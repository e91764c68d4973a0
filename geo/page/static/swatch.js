// A small picture of a mark, drawn by the same code as on the map.

import { arrowOutline } from "./arrows.js";
import { svg } from "./dom.js";
import { lookOf, symbolOf } from "./look.js";

const ring = (points) => `M${points.map((at) => at.map((value) => value.toFixed(1)).join(" ")).join("L")}Z`;

// width in pixels of an arrow
export function swatch(mark, width = 3.4) {
  const parts = mark.type === "movement" && mark.shape !== "symbol" ? [arrow(mark, width)] : shapes(mark);
  return svg("svg", { class: `swatch ${mark.type}`, viewBox: "0 0 38 16", width: 38, height: 16, "aria-hidden": "true" }, parts);
}

function arrow(mark, width) {
  const look = { ...lookOf(mark), width, head: width * 1.4 + 5.2, lane: 0, turn: 0, gaps: [0, 0], least: 0, most: Infinity };
  const rings = arrowOutline(look)([[L.point(2, 8), L.point(look.bar ? 28 : 37, 8)]]);
  return svg("path", { d: rings.map((points) => ring(points.map(({ x, y }) => [x, y]))).join(""), class: `arrow ${mark.status}` });
}

function shapes(mark) {
  if (mark.type === "movement") return [svg("circle", { cx: 19, cy: 8, r: 6.5, class: `ring ${mark.status}` })];
  if (mark.type === "situation") {
    const scale = mark.kind === "besieged" ? 0.5 : 0.85;
    const rings = symbolOf({ kind: mark.kind }).map((points) => ring(points.map(([x, y]) => [x * scale + 17, y * scale + 8])));
    return [svg("path", { d: rings.join("") })];
  }
  if (mark.type === "region") {
    const box = (inset, name) =>
      svg("rect", { x: 2 + inset, y: 1 + inset / 3, width: 30 - 2 * inset, height: 14 - inset / 1.5, rx: 4, class: name });
    return [box(0, "halo"), box(6, "core")];
  }
  if (mark.glyph === "area") return [svg("text", { x: 17, y: 12, "text-anchor": "middle" }, "NAME")];
  if (mark.glyph === "diamond" && !mark.secondary) return [svg("path", { d: "M17 2L23 8L17 14L11 8Z" })];
  return [svg("circle", { cx: 17, cy: 8, r: mark.secondary ? 3 : 5, class: mark.secondary ? "passing" : "" })];
}
