// Many marks: tiles of canvas, where each mark is drawn as its path of SVG would be. Those that weigh little are traces.

import { svg } from "./dom.js";
import { eyeAt, linesOf, within } from "./field.js";
import { drawn, pathOf } from "./look.js";

const TILE = 512;
// how far marks reach beyond their points, in pixels
const REACH = 60;
// marks of a kind drawn in full when the world is in view; four times as many a step nearer
const FULL = 400;
const LAYERS = ["region", "movement", "place", "situation"].flatMap((type) => [`${type} trace`, `${type} full`]);

// adds the tiles to the map; returns whether a mark is drawn in full at a zoom, by its number
export function startGrid({ map, state }, field) {
  const ranks = new Int32Array(field.marks.length);
  const full = (number, zoom = map.getZoom()) => ranks[number] < FULL * 4 ** (zoom - 2);
  map.createPane("grid").style.zIndex = 435;
  const styles = stylesIn(map.getPane("grid"));

  // marks come in the order of their weight; those filtered out have no rank
  function rank() {
    const counts = { region: 0, movement: 0, place: 0, situation: 0 };
    field.marks.forEach((mark, number) => (ranks[number] = state.passes(mark) ? counts[mark.type]++ : -1));
  }

  function paint(canvas, { x, y, z }) {
    const eye = eyeAt(z, x * TILE, y * TILE);
    canvas.width = canvas.height = TILE * devicePixelRatio;
    const brush = canvas.getContext("2d");
    brush.scale(devicePixelRatio, devicePixelRatio);
    const [left, top, size, pad] = [eye.left, eye.top, TILE, REACH].map((pixels) => pixels / eye.scale);
    const seen = within(field, [left - pad, top - pad, left + size + pad, top + size + pad]).filter((number) => ranks[number] >= 0);
    const kinds = Map.groupBy(seen, (number) => `${field.marks[number].type} ${full(number, z) ? "full" : "trace"}`);
    for (const kind of LAYERS.filter((one) => kinds.has(one))) {
      const found = kind.endsWith("full") && kind !== "region full" ? each(kinds.get(kind), eye) : together(kinds.get(kind), kind, eye);
      for (const [look, path] of found) stamp(brush, styles.of(look), path);
    }
    return canvas;
  }

  // each mark for itself, the weightiest on top
  const each = (numbers, eye) =>
    numbers.toReversed().map((number) => {
      const mark = field.marks[number];
      return [mark.look, new Path2D(pathOf(drawn(mark, linesOf(field, number, eye), state.get("measureBy"))))];
    });

  // one path for all of a look, areas or traces, each spot and each course once
  function together(numbers, kind, eye) {
    const [paths, taken] = [new Map(), new Set()];
    for (const number of numbers) {
      const mark = field.marks[number];
      const key = [0, 1, 2, 3].map((side) => Math.round(field.box[4 * number + side] * eye.scale)).join();
      if (mark.glyph === "area" || (kind !== "region full" && taken.has(key))) continue;
      taken.add(key);
      const look = `${mark.look} ${kind}`;
      if (!paths.has(look)) paths.set(look, new Path2D());
      const path = paths.get(look);
      for (const line of linesOf(field, number, eye)) {
        if (line.length === 1) path.rect(line[0][0] - 1, line[0][1] - 1, 2.5, 2.5);
        line.forEach(([u, v], at) => (at ? path.lineTo(u, v) : path.moveTo(u, v)));
      }
    }
    return paths;
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
  state.on((changed) => {
    if (changed.has("visible")) rank();
    if (changed.has("visible") || changed.has("measureBy")) redraw();
    if (!grid._map) grid.addTo(map);
  });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => (styles.forget(), redraw()));
  }
  return full;
}

// what map.css says of a path of a class
function stylesIn(pane) {
  const probe = svg("path");
  pane.append(svg("svg", { width: 0, height: 0 }, probe));
  const known = new Map();
  const read = (look) => {
    probe.setAttribute("class", look);
    const { fill, stroke, fillOpacity, strokeOpacity, strokeWidth, strokeDasharray } = getComputedStyle(probe);
    probe.removeAttribute("class");
    const dash = strokeDasharray === "none" ? [] : strokeDasharray.split(", ").map(Number.parseFloat);
    return { fill, stroke, fillOpacity, strokeOpacity, width: Number.parseFloat(strokeWidth), dash };
  };
  const of = (look) => (known.has(look) || known.set(look, read(look))) && known.get(look);
  return { of, forget: () => known.clear() };
}

function stamp(brush, { fill, stroke, fillOpacity, strokeOpacity, width, dash }, path) {
  Object.assign(brush, { lineWidth: width, strokeStyle: stroke, fillStyle: fill });
  brush.setLineDash(dash);
  brush.globalAlpha = strokeOpacity;
  if (stroke !== "none") brush.stroke(path);
  brush.globalAlpha = fillOpacity;
  if (fill !== "none") brush.fill(path);
}
