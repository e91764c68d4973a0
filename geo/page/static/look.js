// What marks look like, wherever they are drawn: widths, textures and outlines, in pixels.

import { listed } from "./dom.js";

const LANE = 14;
const SIGN = 17;
// length on screen of arrows whose length on the ground means nothing
const STUBS = { "open-head": 42, "faded-tail": 42, bar: 34, sector: 44 };
const DASHED = ["planned", "possible", "attempted", "denied"];

export function groupName(mark) {
  if (mark.type === "movement") return `movement-${mark.status}`;
  if (mark.type === "situation") return `situation-${mark.kind}`;
  if (mark.type === "region") return mark.secondary ? "region-passing" : "region";
  return mark.secondary ? "place-passing" : `place-${mark.glyph}`;
}

// what an arrow looks like: texture for doubt, width for sources or numbers
export function lookOf(mark, measureBy) {
  const dashed = DASHED.includes(mark.status);
  const stub = STUBS[mark.shape] || 0;
  return {
    // an arrow with one stated end tells less than one with two
    width: arrowWidth(mark, measureBy) * (stub ? 0.75 : 1),
    dashed,
    dashedTip: mark.shape === "short" && !dashed,
    fadeHead: mark.shape === "open-head" || inferred(mark, "destination"),
    fadeTail: mark.shape === "faded-tail" || inferred(mark, "origin"),
    bar: mark.shape === "bar" || mark.status === "prevented",
    least: stub * small(),
    most: mark.shape === "sector" ? Infinity : stub * small(),
    turn: mark.turn || 0,
    lane: (mark.lane || 0) * LANE,
    gaps: mark.meets?.map((place) => (place ? radiusOf(place) + 2 : 0)) || [0, 0],
  };
}

// an end that the text only implies is drawn as one that it does not state
const inferred = (mark, end) => listed(mark.inferred).includes(end);

function arrowWidth(mark, measureBy) {
  if (measureBy === "people") {
    const many = mark.quantity_max || mark.quantity_min;
    return small() * (many ? Math.min(16, 3 + Math.sqrt(many) / 60) : 3);
  }
  return small() * (3 + Math.min(4, mark.publishers || 1) * 1.4);
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

// outline of a situation's symbol in pixels about its point; a tent grows with the number of people
export function symbolOf(mark) {
  if (mark.kind === "besieged") return dashes(12, 3.2);
  if (mark.kind !== "displaced") return [SIGNS[mark.kind]];
  const size = Math.min(13, 4 + Math.log10((mark.quantity_max || mark.quantity_min || 100) + 1));
  return [TENT.map(([x, y]) => [x * size, y * size])];
}

export function diamond(mark) {
  const size = radiusOf(mark) + 1.5;
  return DIAMOND.map(([x, y]) => [x * size, y * size]);
}

function dashes(radius, width) {
  const at = (r, turn) => [r * Math.cos(turn), r * Math.sin(turn)];
  return Array.from({ length: 10 }, (_, step) => {
    const turns = [0, 0.12, 0.24, 0.36].map((more) => (Math.PI / 5) * step + more);
    return [...turns.map((turn) => at(radius + width, turn)), ...turns.reverse().map((turn) => at(radius, turn))];
  });
}

// where the name of a mark belongs
export function latlng({ spot, geometry }) {
  const [lon, lat] = spot || geometry.coordinates;
  return L.latLng(lat, lon);
}

export function ringsOf(shape) {
  const flip = (ring) => ring.map(([lon, lat]) => [lat, lon]);
  if (shape.type === "Polygon") return [shape.coordinates.map(flip)];
  if (shape.type === "MultiPolygon") return shape.coordinates.map((part) => part.map(flip));
  return [];
}
