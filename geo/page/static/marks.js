// Marks on the map: regions, arrows, places; how they look in every state.

import { arrowOutline, Shape } from "./arrows.js";
import { outlineOf } from "./basemap.js";
import { listed } from "./dom.js";

const PANES = { region: 410, movement: 440, situation: 465, place: 470, hit: 460 };
const LANE = 14;
const SIGN = 17;
// least length on screen of arrows whose length on the ground means nothing
const STUBS = { "open-head": 58, "faded-tail": 58, bar: 40, sector: 44 };

export function groupName(mark) {
  if (mark.type === "movement") return `movement-${mark.status}`;
  if (mark.type === "situation") return `situation-${mark.kind}`;
  if (mark.type === "region") return mark.secondary ? "region-passing" : "region";
  return mark.secondary ? "place-passing" : `place-${mark.glyph}`;
}

export function cssColour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function colourOf(mark) {
  return cssColour(mark.type === "movement" ? mark.status : mark.type);
}

// what an arrow looks like: texture for doubt, width for sources or numbers
export function lookOf(mark, measureBy) {
  const dashed = ["planned", "possible", "attempted", "denied"].includes(mark.status);
  return {
    width: arrowWidth(mark, measureBy),
    dashed,
    dashedTip: mark.shape === "short" && !dashed,
    fadeHead: mark.shape === "open-head" || inferred(mark, "destination"),
    fadeTail: mark.shape === "faded-tail" || inferred(mark, "origin"),
    bar: mark.shape === "bar" || mark.status === "prevented",
    least: (STUBS[mark.shape] || 0) * small(),
    turn: mark.turn || 0,
    lane: (mark.lane || 0) * LANE,
    gaps: mark.meets?.map((place) => (place ? radiusOf(place) + 2 : 0)) || [0, 0],
  };
}

// an end that the text only implies is drawn as one that it does not state
const inferred = (mark, end) => listed(mark.inferred).includes(end);

export function arrowWidth(mark, measureBy) {
  if (measureBy === "people") {
    const many = mark.quantity_max || mark.quantity_min;
    return small() * (many ? Math.min(16, 3 + Math.sqrt(many) / 60) : 3);
  }
  return small() * (3 + Math.min(4, mark.publishers || 1) * 1.4);
}

// narrow screens get finer arrows
const small = () => (innerWidth < 600 ? 0.75 : 1);

export const radiusOf = (mark) => (mark.secondary ? 2.6 : Math.min(9, 3 + Math.sqrt(mark.mentions) * 0.8));

export function drawMarks(map, data, events) {
  const canvas = data.marks.size > data.svgMarks;
  const panes = {};
  for (const [name, order] of Object.entries(PANES)) {
    const shared = canvas && name !== "region";
    map.createPane(name).style.zIndex = order;
    panes[name] = shared && panes.shared ? panes.shared : renderer(name, canvas);
    if (shared) panes.shared = panes[name];
  }
  const drawn = new Map();
  for (const mark of data.marks.values()) {
    const layers = make(mark, panes, data, canvas);
    for (const layer of layers) {
      layer.on("click", (event) => (L.DomEvent.stop(event), events.select(mark.id)));
      layer.on("mouseover", (event) => events.hover(mark.id, event));
      layer.on("mousemove", (event) => events.hover(mark.id, event));
      layer.on("mouseout", () => events.hover(null));
    }
    drawn.set(mark.id, layers);
  }
  return drawn;
}

function renderer(pane, canvas) {
  return canvas ? L.canvas({ pane, padding: 0.3, tolerance: 4 }) : L.svg({ pane, padding: 0.3 });
}

export function ringsOf(shape) {
  const flip = (ring) => ring.map(([lon, lat]) => [lat, lon]);
  if (shape.type === "Polygon") return [shape.coordinates.map(flip)];
  if (shape.type === "MultiPolygon") return shape.coordinates.map((part) => part.map(flip));
  return [];
}

function make(mark, panes, data, canvas) {
  if (mark.type === "region") return region(mark, panes);
  if (mark.type === "movement") return movement(mark, panes, canvas);
  if (mark.type === "situation") return situation(mark, panes);
  return place(mark, panes, data);
}

function region(mark, panes) {
  const common = { renderer: panes.region, pane: "region", smoothFactor: 0.6 };
  const halos = mark.areas.map((area) => {
    const layer = L.polygon(ringsOf(area.geometry), { ...common, interactive: false });
    return Object.assign(layer, { part: "halo" });
  });
  const core = L.polygon(ringsOf(mark.geometry), { ...common, className: "region-core" });
  return [...halos, Object.assign(core, { part: "core" })];
}

function movement(mark, panes, canvas) {
  const common = { pane: "movement", renderer: panes.movement };
  const under = mark.areas.map((area) => {
    const layer = L.polygon(ringsOf(area.geometry), { renderer: panes.region, pane: "region", interactive: false });
    return Object.assign(layer, { part: area.role });
  });
  const lines = mark.courses.map((line) => line.map((at) => L.latLng(at)));
  if (!lines.length) return symbol(mark, panes, under);
  const build = arrowOutline(lookOf(mark));
  const shape = new Shape(lines, build, { ...common, className: `arrow ${mark.status}` });
  const parts = [...under, Object.assign(shape, { part: "arrow" })];
  if (!canvas) {
    const wide = arrowOutline({ ...lookOf(mark), width: 20, head: 12, dashed: false, dashedTip: false, bar: false });
    const hit = new Shape(lines, wide, { pane: "hit", renderer: panes.hit, className: "hit" });
    parts.push(Object.assign(hit, { part: "hit" }));
  }
  return parts;
}

// a movement with a place but no course: a ring round it
function symbol(mark, panes, under) {
  if (mark.geometry.type !== "Point") return under;
  const [lon, lat] = mark.geometry.coordinates;
  const ring = L.circleMarker([lat, lon], { pane: "movement", renderer: panes.movement, radius: 13 });
  return [...under, Object.assign(ring, { part: "symbol" })];
}

// pixels from its place to a symbol: beside it, but for a siege, which is a ring round it
export const shiftOf = (mark) => (mark.sign || [0, 0]).map((part) => part * SIGN);

function situation(mark, panes) {
  const [lon, lat] = mark.geometry.coordinates;
  const under = mark.areas.map((area) => {
    const layer = L.polygon(ringsOf(area.geometry), { renderer: panes.region, pane: "region", interactive: false });
    return Object.assign(layer, { part: "destination" });
  });
  const [dx, dy] = shiftOf(mark);
  const rings = symbolOf(mark);
  const build = ([[at]]) => rings.map((ring) => ring.map(([x, y]) => L.point(at.x + dx + x, at.y + dy + y)));
  const shape = new Shape([[L.latLng(lat, lon)]], build, {
    pane: "situation",
    renderer: panes.situation,
    className: `symbol ${mark.kind}`,
  });
  return [...under, Object.assign(shape, { part: "sign" })];
}

const SIGNS = {
  captured: [
    [-4, -8],
    [7, -4],
    [-2, 0],
    [-2, 8],
    [-4, 8],
  ],
  lost: [
    [-4, 8],
    [7, 4],
    [-2, 0],
    [-2, -8],
    [-4, -8],
  ],
  blocked: [
    [-8, -6],
    [-5, -6],
    [-5, -2],
    [5, -2],
    [5, -6],
    [8, -6],
    [8, 6],
    [5, 6],
    [5, 2],
    [-5, 2],
    [-5, 6],
    [-8, 6],
  ],
  held: [
    [-6, -6],
    [6, -6],
    [6, 1],
    [0, 7],
    [-6, 1],
  ],
  patrolled: [
    [-8, 0],
    [-3.5, -4.5],
    [3.5, -4.5],
    [8, 0],
    [3.5, 4.5],
    [-3.5, 4.5],
  ],
};

// outline of a situation's symbol in pixels about its point; a tent grows with the number of people
export function symbolOf(mark) {
  if (mark.kind === "besieged") return dashes(12, 3.2);
  if (mark.kind !== "displaced") return [SIGNS[mark.kind]];
  const many = mark.quantity_max || mark.quantity_min || 100;
  const k = Math.min(13, 4 + Math.log10(many + 1));
  return [
    [
      [0, -k],
      [1.15 * k, 0.75 * k],
      [0.35 * k, 0.75 * k],
      [0, 0],
      [-0.35 * k, 0.75 * k],
      [-1.15 * k, 0.75 * k],
    ],
  ];
}

function dashes(radius, width) {
  const at = (r, turn) => [r * Math.cos(turn), r * Math.sin(turn)];
  const found = [];
  for (let step = 0; step < 10; step++) {
    const turns = [0, 0.12, 0.24, 0.36].map((more) => (Math.PI / 5) * step + more);
    found.push([...turns.map((turn) => at(radius + width, turn)), ...turns.reverse().map((turn) => at(radius, turn))]);
  }
  return found;
}

function place(mark, panes, data) {
  const [lon, lat] = mark.geometry.coordinates;
  const common = { pane: "place", renderer: panes.place };
  if (mark.glyph === "area") {
    // no pin for an area: its name is the mark (labels.js); its outline shows while it is selected
    const rings = mark.kind === "country" ? outlineOf(data.basemap, mark.country) : null;
    const options = { pane: "region", renderer: panes.region, interactive: false };
    if (rings) return [Object.assign(L.polygon(rings, options), { part: "extent" })];
    if (!mark.extent_km) return [];
    return [Object.assign(L.circle([lat, lon], { ...options, radius: mark.extent_km * 1000 }), { part: "extent" })];
  }
  const size = radiusOf(mark);
  if (mark.glyph === "dot") {
    return [Object.assign(L.circleMarker([lat, lon], { ...common, radius: size }), { part: "point" })];
  }
  const corners = [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ];
  const build = ([[at]]) => [corners.map(([x, y]) => L.point(at.x + x * (size + 1.5), at.y + y * (size + 1.5)))];
  const shape = new Shape([[L.latLng(lat, lon)]], build, common);
  return [Object.assign(shape, { part: "point" })];
}

// state: {on, dim, selected}
export function styleMark(map, mark, layers, state) {
  for (const layer of layers) {
    const style = styleOf(mark, layer.part, state);
    if (!style) {
      layer.remove();
      continue;
    }
    layer.setStyle(style);
    if (!map.hasLayer(layer)) layer.addTo(map);
    if (state.selected && layer.bringToFront) layer.bringToFront();
  }
}

function styleOf(mark, part, state) {
  if (!state.on) return null;
  const colour = colourOf(mark);
  const strength = state.dim ? 0.22 : 1;
  const none = { stroke: false, fillColor: colour };
  const casing = { color: cssColour("casing"), weight: 1.5, opacity: strength, fillOpacity: strength };
  switch (part) {
    case "halo":
      return { ...none, fillOpacity: (state.selected ? 0.14 : 0.06) * strength };
    case "core":
      return {
        color: colour,
        weight: state.selected ? 2 : 0.8,
        opacity: (state.selected ? 1 : 0.4) * strength,
        fillColor: colour,
        fillOpacity: (state.selected ? 1 : 0.75) * strength,
      };
    case "origin":
    case "destination":
      if (!state.selected) return null;
      return { color: colour, weight: 1, dashArray: "2 4", fillColor: colour, fillOpacity: 0.1 };
    case "extent":
      if (!state.selected) return null;
      return { color: colour, weight: 1.5, dashArray: "5 4", fillColor: colour, fillOpacity: 0.1 };
    case "arrow":
      return arrowStyle(mark, state, colour, casing);
    case "sign":
      return arrowStyle(mark, state, mark.status === "past" ? cssColour("past") : colour, casing);
    case "symbol":
      return { color: colour, weight: 2, dashArray: "3 3", fillOpacity: 0, opacity: strength };
    case "hit":
      return { stroke: false, fillOpacity: 0 };
    default:
      return pointStyle(mark, state, colour, casing);
  }
}

function arrowStyle(mark, state, colour, casing) {
  const edge = state.selected ? { color: cssColour("ink"), weight: 2 } : {};
  if (mark.status !== "claimed") return { ...casing, fillColor: colour, ...edge };
  return { ...casing, color: colour, weight: state.selected ? 2.4 : 1.6, fillColor: cssColour("hollow") };
}

function pointStyle(mark, state, colour, casing) {
  const faint = mark.secondary ? { color: colour, weight: 1.2, fillColor: cssColour("paper") } : { ...casing, fillColor: colour };
  const edge = state.selected ? { color: cssColour("ink"), weight: 3 } : {};
  return { ...casing, ...faint, ...edge };
}
