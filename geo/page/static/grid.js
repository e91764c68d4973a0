// Many marks: tiles of canvas, where each mark is drawn as its path of SVG would be. Those that weigh little are traces.
import { svg } from "./dom.js";
import { eyeAt, linesOf, within } from "./field.js";
import { drawn, pathOf } from "./look.js";

const TILE = 512;
// how far marks reach beyond their points, in pixels
const REACH = 60;
// marks of a kind drawn in full when the world is in view; four times as many a step nearer
const FULL = 250;
// of so many the outlines are kept
const MOST = 20_000;
const LAYERS = ["region", "movement", "place", "situation"].flatMap((type) => [`${type} trace`, `${type} full`]);
const STYLE = ["stroke", "strokeOpacity", "strokeWidth", "strokeDasharray", "strokeLinecap", "fill", "fillOpacity"];

// adds the tiles to the map; returns whether a mark is drawn in full at a zoom, by its number
export function startGrid({ map, state }, field) {
  const ranks = new Int32Array(field.marks.length);
  const full = (number, zoom = map.getZoom()) => ranks[number] < FULL * 4 ** (zoom - 2);
  const probe = map
    .createPane("grid")
    .appendChild(svg("svg", { width: 0, height: 0 }))
    .appendChild(svg("path"));
  const styles = new Map();
  // what was drawn at a zoom, in pixels from the first of its tiles
  let ready = {};
  // marks come in the order of their weight; those filtered out have no rank
  function rank() {
    const counts = { region: 0, movement: 0, place: 0, situation: 0 };
    field.marks.forEach((mark, number) => (ranks[number] = state.passes(mark) ? counts[mark.type]++ : -1));
  }

  function paint(canvas, { x, y, z }) {
    const eye = eyeAt(z, x * TILE, y * TILE);
    if (ready.z !== z || ready.paths.size > MOST) ready = { z, x, y, eye, paths: new Map() };
    canvas.width = canvas.height = TILE * devicePixelRatio;
    const brush = canvas.getContext("2d");
    brush.scale(devicePixelRatio, devicePixelRatio);
    brush.translate((ready.x - x) * TILE, (ready.y - y) * TILE);
    const [left, top, size, pad] = [eye.left, eye.top, TILE, REACH].map((pixels) => pixels / eye.scale);
    const seen = within(field, [left - pad, top - pad, left + size + pad, top + size + pad]).filter((number) => ranks[number] >= 0);
    const kinds = Map.groupBy(seen, (number) => `${field.marks[number].type} ${full(number, z) ? "full" : "trace"}`);
    for (const kind of LAYERS.filter((one) => kinds.has(one))) {
      for (const [look, path] of pathsOf(kinds.get(kind), kind)) stamp(brush, styleOf(look), path);
    }
    return canvas;
  }
  // [class, path] of some marks, the weightiest last; one path for all areas or traces of a class, each course once
  function pathsOf(numbers, kind) {
    const [trace, alone] = [kind.endsWith("trace"), kind.endsWith("full") && kind !== "region full"];
    if (alone) return numbers.toReversed().map((number) => [field.marks[number].look, whole(number)]);
    const [paths, taken] = [new Map(), new Set()];
    for (const number of numbers) {
      const mark = field.marks[number];
      const key = trace && [0, 1, 2, 3].map((side) => Math.round(field.box[4 * number + side] * ready.eye.scale)).join();
      if (mark.glyph === "area" || (trace && taken.has(key))) continue;
      taken.add(key);
      const look = `${mark.look} ${kind}`;
      if (!paths.has(look)) paths.set(look, new Path2D());
      for (const line of linesOf(field, number, ready.eye)) {
        paths.get(look).moveTo(...line[0]);
        for (const [u, v] of line) paths.get(look).lineTo(u + 0.1, v);
      }
    }
    return paths;
  }
  // what map.css says of a path of a class
  function styleOf(look) {
    probe.setAttribute("class", look);
    if (!styles.has(look)) styles.set(look, Object.fromEntries(STYLE.map((name) => [name, getComputedStyle(probe)[name]])));
    probe.removeAttribute("class");
    return styles.get(look);
  }
  // a mark in full, the same until the map is zoomed
  function whole(number) {
    const { paths, eye } = ready;
    const rings = () => drawn(field.marks[number], linesOf(field, number, eye), state.get("measureBy"));
    return paths.get(number) || paths.set(number, new Path2D(pathOf(rings()))).get(number);
  }
  // tiles are sharp at whole steps only
  Object.assign(map.options, { zoomSnap: 1, zoomDelta: 1 });
  const grid = Object.assign(L.gridLayer({ tileSize: TILE, pane: "grid", updateWhenZooming: false, keepBuffer: 1 }), {
    createTile: (coords) => paint(document.createElement("canvas"), coords),
    // a page that is cut elsewhere than at 180 degrees runs on past it
    _wrapCoords: (coords) => coords,
    _isValidTile: () => true,
  });
  const redraw = () => Object.values(grid._tiles || {}).forEach(({ el, coords }) => paint(el, coords));
  state.on("visible", rank);
  state.on("measureBy", () => (ready = {}));
  state.on("visible measureBy", () => (grid._map ? redraw() : grid.addTo(map)));
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => (styles.clear(), redraw()));
  }
  return full;
}

function stamp(brush, { stroke, strokeOpacity, strokeWidth, strokeDasharray, strokeLinecap, fill, fillOpacity }, path) {
  Object.assign(brush, { strokeStyle: stroke, fillStyle: fill, lineWidth: Number.parseFloat(strokeWidth), lineCap: strokeLinecap });
  brush.setLineDash(strokeDasharray === "none" ? [] : strokeDasharray.split(", ").map(Number.parseFloat));
  brush.globalAlpha = strokeOpacity;
  if (stroke !== "none") brush.stroke(path);
  brush.globalAlpha = fillOpacity;
  if (fill !== "none") brush.fill(path);
}
