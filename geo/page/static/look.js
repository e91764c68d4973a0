// What a mark looks like wherever it is drawn: its class in map.css, and rings of points [x, y] in pixels.

import { arrow } from "./arrows.js";

const LANE = 14;
const SIGN = 17;
// length on screen of arrows whose length on the ground means nothing
const STUBS = { "open-head": 42, "faded-tail": 42, bar: 34, sector: 44 };
const DASHED = ["planned", "possible", "attempted", "denied"];

// a movement with a place but no course is a ring round it
export function classOf(mark) {
  if (mark.type === "movement") return `${mark.geometry.type === "Point" ? "ring" : "arrow"} ${mark.status}`;
  if (mark.type === "situation") return `sign ${mark.kind} ${mark.status}`;
  if (mark.type === "region") return "core";
  return mark.secondary ? "point passing" : "point";
}

// the rings of a mark about its own lines of pixels
export function drawn(mark, lines, measureBy) {
  if (mark.type === "region") return lines;
  if (lines[0].length > 1) return lines.flatMap((line) => arrow(line, lookOf(mark, measureBy)));
  const [[[x, y]]] = lines;
  const [dx, dy] = shiftOf(mark);
  return stampOf(mark).map((ring) => ring.map(([u, v]) => [x + dx + u, y + dy + v]));
}

// rings as the path data of SVG
export const pathOf = (rings) =>
  rings.map((ring) => `M${ring.map(([x, y]) => `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`).join("L")}Z`).join("");

// the rings of a mark at a spot that is the origin; an area has no pin
export function stampOf(mark) {
  if (mark.type === "movement") return [disc(13)];
  if (mark.type === "situation") return symbolOf(mark);
  const radius = radiusOf(mark);
  return { dot: [disc(radius)], diamond: [DIAMOND.map(([x, y]) => [x * (radius + 1.5), y * (radius + 1.5)])] }[mark.glyph] || [];
}

// what an arrow looks like: texture for doubt, width for sources or numbers
export function lookOf(mark, measureBy) {
  const dashed = DASHED.includes(mark.status);
  const stub = STUBS[mark.shape] || 0;
  // an end that the text only implies is drawn as one that it does not state
  const inferred = mark.inferred || "";
  return {
    // an arrow with one stated end tells less than one with two
    width: arrowWidth(mark, measureBy) * (stub ? 0.75 : 1),
    dashed,
    dashedTip: mark.shape === "short" && !dashed,
    fadeHead: mark.shape === "open-head" || inferred.includes("destination"),
    fadeTail: mark.shape === "faded-tail" || inferred.includes("origin"),
    bar: mark.shape === "bar" || mark.status === "prevented",
    least: stub * small(),
    most: mark.shape === "sector" ? Infinity : stub * small(),
    turn: mark.turn,
    lane: (mark.lane || 0) * LANE,
    gaps: mark.meets?.map((place) => (place ? radiusOf(place) + 2 : 0)),
  };
}

function arrowWidth(mark, measureBy) {
  if (measureBy !== "people") return small() * (3 + Math.min(4, mark.publishers || 1) * 1.4);
  const many = mark.quantity_max || mark.quantity_min;
  return small() * (many ? Math.min(16, 3 + Math.sqrt(many) / 60) : 3);
}

// narrow screens get finer arrows
const small = () => (innerWidth < 600 ? 0.75 : 1);

export const radiusOf = (mark) => (mark.secondary ? 2.6 : Math.min(9, 3 + Math.sqrt(mark.mentions) * 0.8));

// pixels from its place to a symbol: beside it, but for a siege, which is a ring round it
export const shiftOf = (mark) => (mark.sign || [0, 0]).map((part) => part * SIGN);

const outline = (text) => text.split(" ").map((point) => point.split(",").map(Number));
const SIGNS = {
  captured: outline("-4,-8 7,-4 -2,0 -2,8 -4,8"),
  lost: outline("-4,8 7,4 -2,0 -2,-8 -4,-8"),
  blocked: outline("-8,-6 -5,-6 -5,-2 5,-2 5,-6 8,-6 8,6 5,6 5,2 -5,2 -5,6 -8,6"),
  held: outline("-6,-6 6,-6 6,1 0,7 -6,1"),
  patrolled: outline("-8,0 -3.5,-4.5 3.5,-4.5 8,0 3.5,4.5 -3.5,4.5"),
};
const DIAMOND = outline("0,-1 1,0 0,1 -1,0");
const TENT = outline("0,-1 1.15,0.75 0.35,0.75 0,0 -0.35,0.75 -1.15,0.75");

// outline of a situation's symbol; a tent grows with the number of people
function symbolOf(mark) {
  if (mark.kind === "besieged") return Array.from({ length: 10 }, (_, step) => dash((Math.PI / 5) * step));
  if (mark.kind !== "displaced") return [SIGNS[mark.kind]];
  const size = Math.min(13, 4 + Math.log10((mark.quantity_max || mark.quantity_min || 100) + 1));
  return [TENT.map(([x, y]) => [x * size, y * size])];
}

const polar = (radius, turn) => [radius * Math.cos(turn), radius * Math.sin(turn)];

export const disc = (radius) => Array.from({ length: 24 }, (_, step) => polar(radius, (Math.PI / 12) * step));

// one of the dashes of a siege
function dash(from) {
  const turns = [0, 0.12, 0.24, 0.36].map((more) => from + more);
  return [...turns.map((turn) => polar(15.2, turn)), ...turns.reverse().map((turn) => polar(12, turn))];
}

// where the name of a mark belongs
export function latlng({ spot, geometry }) {
  const [lon, lat] = spot || geometry.coordinates;
  return L.latLng(lat, lon);
}
