// What a mark looks like wherever it is drawn: rings of points [x, y] in pixels. Its class in map.css is in its column look.
import { arrow } from "./arrows.js";

// a pen that draws nothing: it measures
export const pen = document.createElement("canvas").getContext("2d");

// the rings of a mark about its own lines of pixels
export function drawn(mark, lines, measureBy) {
  if (mark.type === "region") return lines;
  if (lines[0].length > 1) return lines.flatMap((line) => arrow(line, lookOf(mark, measureBy)));
  const [[[x, y]]] = lines;
  const [dx, dy] = mark.sign || [0, 0];
  return stampOf(mark).map((ring) => ring.map(([u, v]) => [x + dx + u, y + dy + v]));
}

// rings as the path data of SVG
export const pathOf = (rings) =>
  rings.map((ring) => `M${ring.map(([x, y]) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`).join("L")}Z`).join("");

// the rings of a mark at a spot that is the origin; an area has no pin
function stampOf(mark) {
  if (mark.type === "movement") return [disc(13)];
  if (mark.type === "situation") return [symbolOf(mark)];
  const radius = radiusOf(mark);
  return { dot: [disc(radius)], diamond: [disc(radius + 1.5, 4)] }[mark.glyph] || [];
}

export const disc = (radius, length = 24) =>
  Array.from({ length }, (_, step) => [Math.cos, Math.sin].map((part) => radius * part(((2 * Math.PI) / length) * step)));

// a situation's sign is that of its swatch; a tent grows with the number of people, a siege is a ring
function symbolOf(mark) {
  if (mark.kind === "besieged") return disc(13.5);
  const tent = Math.min(13, 4 + Math.log10((mark.quantity_max || mark.quantity_min || 100) + 1)) / 5;
  const scale = mark.kind === "displaced" ? tent : 1.18;
  const points = document.querySelector(`#sw-${mark.kind} path`).getAttribute("d").slice(1, -1).split("L");
  return points.map((point) => point.split(" ")).map(([x, y]) => [(x - 17) * scale, (y - 8) * scale]);
}

// what an arrow looks like: texture for doubt (its traits are in the name of its swatch), width for sources or numbers
export function lookOf(mark, measureBy) {
  const traits = Object.fromEntries(mark.swatch.split("-").map((name) => [name, true]));
  // narrow screens get finer arrows
  const fine = innerWidth < 600 ? 0.75 : 1;
  return {
    ...traits,
    width: mark.widths[measureBy === "people" ? 1 : 0] * fine,
    least: (mark.stub || 0) * fine,
    most: mark.shape === "sector" ? Infinity : mark.stub * fine,
    turn: mark.turn,
    lane: mark.lane,
    gaps: mark.meets.map((place) => (place ? radiusOf(place) + 2 : 0)),
  };
}

export const radiusOf = (mark) => (mark.secondary ? 2.6 : Math.min(9, 3 + Math.sqrt(mark.mentions) * 0.8));

// where the name of a mark belongs
export function latlng({ spot, geometry }) {
  const [lon, lat] = spot || geometry.coordinates;
  return L.latLng(lat, lon);
}
