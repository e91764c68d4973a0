// Marks on the map: regions, arrows, symbols, places. How they look in every state is in map.css.

import { arrowOutline, Shape } from "./arrows.js";
import { outlineOf } from "./basemap.js";
import { fieldOf } from "./field.js";
import { startGrid } from "./grid.js";
import { diamond, latlng, lookOf, radiusOf, ringsOf, shiftOf, symbolOf } from "./look.js";

const PANES = { halo: 405, region: 410, movement: 440, hit: 460, situation: 465, place: 470 };
// Up to data.svgMarks marks are elements of their own; beyond that a grid of canvases draws them (grid.js), and
// elements are made for what is selected or pointed at.
export function startMarks(app) {
  const { map, data, state } = app;
  const renderers = {};
  for (const [name, order] of Object.entries(PANES)) {
    map.createPane(name).style.zIndex = order;
    renderers[name] = L.svg({ pane: name, padding: 0.3 });
  }
  app.field = fieldOf(data);
  const many = data.marks.size > data.svgMarks;
  const order = many ? [] : bottomUp(data);
  if (many) startGrid(app);
  const drawn = new Map();
  const layersOf = (mark) => {
    if (!drawn.has(mark.id)) drawn.set(mark.id, layersFor(app, renderers, mark));
    return drawn.get(mark.id);
  };
  const restyle = (mark) => {
    const chosen = mark.id === state.get("selected") || mark.id === state.get("pointed");
    const shown = many ? chosen : state.visible(mark);
    for (const layer of layersOf(mark)) {
      if (!shown || (layer.options.ground && !chosen)) layer.remove();
      else if (!map.hasLayer(layer)) layer.addTo(map);
      layer.getElement()?.classList.toggle("far", !app.near(mark));
      layer.getElement()?.classList.toggle("selected", chosen);
      if (chosen && shown) layer.bringToFront();
    }
  };
  let before = [];
  state.on((changed) => {
    map.getContainer().classList.toggle("choosing", state.get("selected") !== null);
    const now = ["selected", "pointed"].map((key) => data.marks.get(state.get(key))).filter(Boolean);
    if (changed.has("measureBy")) {
      for (const mark of many ? now : data.movements)
        for (const layer of layersOf(mark)) layer.resize?.(lookOf(mark, state.get("measureBy")));
    }
    const all = changed.has("visible") || changed.has("selected");
    if (all && !many) order.forEach(restyle);
    else if (all || changed.has("pointed")) new Set([...before, ...now]).forEach(restyle);
    for (const mark of before) if (many && !now.includes(mark)) drawn.delete(mark.id);
    before = now;
  });
}

// large areas lie under small ones
function bottomUp(data) {
  const sizes = new Map(data.regions.map((mark) => [mark, sizeOf(L.latLngBounds(ringsOf(mark.geometry).flat(2)))]));
  const regions = [...data.regions].sort((a, b) => sizes.get(b) - sizes.get(a));
  return [...regions, ...data.movements, ...data.places, ...data.situations];
}

const sizeOf = (box) => (box.isValid() ? (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth()) : 0);

function layersFor({ data, select, hover, state }, renderers, mark) {
  const on = (pane, className, more) => ({ pane, renderer: renderers[pane], className, smoothFactor: 0.6, ...more });
  const layers = { region, movement, situation, place }[mark.type](mark, on, data, state);
  for (const layer of layers) {
    layer.on("click", (event) => (L.DomEvent.stop(event), select(mark.id)));
    layer.on("mouseover mousemove", (event) => hover(mark.id, event));
    layer.on("mouseout", () => hover(null));
  }
  return layers;
}

// the wider doubt of a mark, seen while it is selected
const grounds = (mark, on, tint) =>
  mark.areas.map((area) => L.polygon(ringsOf(area.geometry), on("region", `extent ${tint}`, { interactive: false, ground: true })));

function region(mark, on) {
  const halos = mark.areas.map((area) => L.polygon(ringsOf(area.geometry), on("halo", "halo", { interactive: false })));
  return [...halos, L.polygon(ringsOf(mark.geometry), on("region", "core region-core"))];
}

function movement(mark, on, _, state) {
  const under = grounds(mark, on, mark.status);
  const lines = mark.courses.map((line) => line.map((at) => L.latLng(at)));
  // a movement with a place but no course is a ring round it
  if (!lines.length)
    return mark.geometry.type === "Point"
      ? [...under, L.circleMarker(latlng(mark), on("movement", `ring ${mark.status}`, { radius: 13 }))]
      : under;
  const look = lookOf(mark, state.get("measureBy"));
  const arrow = new Shape(lines, arrowOutline(look), on("movement", `arrow ${mark.status}`));
  const wide = arrowOutline({ ...look, width: 20, head: 12, dashed: false, dashedTip: false, bar: false });
  return [...under, Object.assign(arrow, { resize: (own) => arrow.rebuild(arrowOutline(own)) }), new Shape(lines, wide, on("hit", "hit"))];
}

// outlines of pixels about a spot on the map
function stamp(mark, rings, options, [dx, dy] = [0, 0]) {
  const build = ([[at]]) => rings.map((ring) => ring.map(([x, y]) => L.point(at.x + dx + x, at.y + dy + y)));
  return new Shape([[latlng(mark)]], build, options);
}

function situation(mark, on) {
  return [
    ...grounds(mark, on, "situation"),
    stamp(mark, symbolOf(mark), on("situation", `sign ${mark.kind} ${mark.status}`), shiftOf(mark)),
  ];
}

function place(mark, on, data) {
  if (mark.glyph === "area") {
    // no pin for an area: its name is the mark (labels.js); its outline shows while it is selected
    const rings = mark.kind === "country" && outlineOf(data.basemap, mark.country);
    const options = on("region", "extent place", { interactive: false, ground: true });
    if (rings) return [L.polygon(rings, options)];
    return mark.extent_km ? [L.circle(latlng(mark), { ...options, radius: mark.extent_km * 1000 })] : [];
  }
  const look = on("place", `point ${mark.secondary ? "passing" : ""}`);
  if (mark.glyph === "dot") return [L.circleMarker(latlng(mark), { ...look, radius: radiusOf(mark) })];
  return [stamp(mark, [diamond(mark)], look)];
}
