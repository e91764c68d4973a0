// Many marks: tiles of canvas drawn from the field's numbers, and what lies under the pointer found in them.

import { arrowOutline, spotsAlong } from "./arrows.js";
import { holds, stretchesOf, unit, within } from "./field.js";
import { diamond, lookOf, radiusOf, shiftOf, symbolOf } from "./look.js";

const TILE = 512;
// how far marks reach beyond their points, in pixels
const REACH = 60;
// marks of a kind drawn in full when the world is in view; four times as many a step nearer, the rest as traces
const FULL = 400;
const NEAR = 6;

export function startGrid(app) {
  const { map, state, field } = app;
  const ranks = new Int32Array(field.marks.length);
  const colours = new Map();
  const colour = (name) => {
    if (!colours.has(name)) colours.set(name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim());
    return colours.get(name);
  };
  // marks come in the order of their weight; those filtered out have no rank
  const rank = () => {
    const counts = { movement: 0, region: 0, place: 0, situation: 0 };
    field.marks.forEach((mark, number) => (ranks[number] = state.passes(mark) ? counts[mark.type]++ : -1));
  };
  app.full = (number, zoom) => ranks[number] < FULL * 4 ** (zoom - 2);
  const paint = (canvas, { x, y, z }) => {
    const scale = 256 * 2 ** z;
    const at = { scale, left: x * TILE, top: y * TILE, look: (mark) => lookOf(mark, state.get("measureBy")), colour };
    const [pad, ratio] = [REACH / scale, devicePixelRatio];
    canvas.width = canvas.height = TILE * ratio;
    const brush = canvas.getContext("2d");
    brush.scale(ratio, ratio);
    const [left, top, size] = [at.left / scale, at.top / scale, TILE / scale];
    const seen = within(field, [left - pad, top - pad, left + size + pad, top + size + pad]).filter((number) => ranks[number] >= 0);
    const kinds = Map.groupBy(seen, (number) => `${field.marks[number].type} ${app.full(number, z) ? "full" : "trace"}`);
    for (const [kind, draw] of LAYERS) draw(brush, kinds.get(kind) || [], field, at);
  };
  const Grid = L.GridLayer.extend({
    createTile(coords) {
      const canvas = document.createElement("canvas");
      paint(canvas, coords);
      return canvas;
    },
    // a page that is cut elsewhere than at 180 degrees runs on past it
    _wrapCoords: (coords) => coords,
    _isValidTile: () => true,
  });
  map.createPane("grid").style.zIndex = 435;
  // tiles are sharp at whole steps only
  Object.assign(map.options, { zoomSnap: 1, zoomDelta: 1 });
  const grid = new Grid({ tileSize: TILE, pane: "grid", updateWhenZooming: false, keepBuffer: 1 });
  const redraw = () => {
    for (const { el, coords } of Object.values(grid._tiles || {})) paint(el, coords);
  };
  state.on((changed) => {
    if (changed.has("visible")) rank();
    if (changed.has("visible") || changed.has("measureBy")) redraw();
    if (!grid._map) grid.addTo(map);
  });
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => (colours.clear(), redraw()));
  }
  pointing(app, ranks);
}

// [kind, how its marks are drawn], from the ground up
const LAYERS = [
  ["region trace", (brush, numbers, field, at) => areas(brush, numbers, field, at, 0.05)],
  ["region full", (brush, numbers, field, at) => areas(brush, numbers, field, at, 0.14)],
  ["movement trace", traces],
  ["movement full", arrows],
  ["place trace", specks],
  ["place full", points],
  ["situation trace", specks],
  ["situation full", points],
];

const linesOf = (field, number, { scale, left, top }) =>
  [...stretchesOf(field, number)].map(([from, to]) =>
    Array.from({ length: to - from }, (_, n) =>
      L.point(field.xy[2 * (from + n)] * scale - left, field.xy[2 * (from + n) + 1] * scale - top),
    ),
  );

function ring(path, points) {
  points.forEach(({ x, y }, at) => (at ? path.lineTo(x, y) : path.moveTo(x, y)));
  path.closePath();
}

function areas(brush, numbers, field, at, strength) {
  const path = new Path2D();
  for (const number of numbers) for (const line of linesOf(field, number, at)) ring(path, line);
  brush.fillStyle = brush.strokeStyle = at.colour("region");
  brush.globalAlpha = strength;
  brush.fill(path);
  brush.globalAlpha = strength * 4;
  brush.stroke(path);
  brush.globalAlpha = 1;
}

// thin lines, one where many share both ends
function traces(brush, numbers, field, at) {
  const drawn = new Set();
  const paths = new Map();
  for (const number of numbers) {
    const mark = field.marks[number];
    if (!paths.has(mark.status)) paths.set(mark.status, new Path2D());
    const path = paths.get(mark.status);
    for (const [from, to] of stretchesOf(field, number)) {
      const x = (n) => field.xy[2 * n] * at.scale - at.left;
      const y = (n) => field.xy[2 * n + 1] * at.scale - at.top;
      const key = [x(from), y(from), x(to - 1), y(to - 1)].reduce((sum, part) => sum * 1024 + ((part >> 2) & 1023), 0);
      if (drawn.has(key)) continue;
      drawn.add(key);
      path.moveTo(x(from), y(from));
      for (let n = from + 1; n < to; n++) path.lineTo(x(n), y(n));
    }
  }
  brush.lineWidth = 0.7;
  brush.globalAlpha = 0.3;
  for (const [status, path] of paths) {
    brush.strokeStyle = at.colour(status);
    brush.stroke(path);
  }
  brush.globalAlpha = 1;
}

function stamp(brush, rings, mark, tint, at) {
  const path = new Path2D();
  for (const points of rings) ring(path, points);
  const claimed = mark.status === "claimed";
  brush.fillStyle = claimed ? at.colour("hollow") : mark.secondary ? at.colour("paper") : tint;
  brush.strokeStyle = claimed || mark.secondary ? tint : at.colour("casing");
  brush.lineWidth = 1.5;
  brush.stroke(path);
  brush.fill(path);
}

function arrows(brush, numbers, field, at) {
  for (const number of numbers.toReversed()) {
    const mark = field.marks[number];
    const lines = linesOf(field, number, at);
    if (lines[0].length > 1) stamp(brush, arrowOutline(at.look(mark))(lines), mark, at.colour(mark.status), at);
  }
}

const spotOf = ({ box }, number, { scale, left, top }) => [box[number * 4] * scale - left, box[number * 4 + 1] * scale - top];

function specks(brush, numbers, field, at) {
  const taken = new Set();
  for (const number of numbers) {
    const mark = field.marks[number];
    const [x, y] = spotOf(field, number, at).map(Math.round);
    const key = (x >> 1) * 4096 + (y >> 1);
    if (mark.glyph === "area" || taken.has(key)) continue;
    taken.add(key);
    brush.fillStyle = at.colour(mark.type);
    brush.fillRect(x - 1, y - 1, 2.5, 2.5);
  }
}

function points(brush, numbers, field, at) {
  for (const number of numbers.toReversed()) {
    const mark = field.marks[number];
    if (mark.glyph === "area") continue;
    const [x, y] = spotOf(field, number, at);
    const tint = at.colour(mark.status === "past" ? "past" : mark.type);
    if (mark.glyph === "dot") {
      brush.beginPath();
      brush.arc(x, y, radiusOf(mark), 0, 7);
      brush.fillStyle = mark.secondary ? at.colour("paper") : tint;
      brush.strokeStyle = mark.secondary ? tint : at.colour("casing");
      brush.lineWidth = 1.5;
      brush.fill();
      brush.stroke();
    } else {
      const [dx, dy] = shiftOf(mark);
      const rings = mark.type === "place" ? [diamond(mark)] : symbolOf(mark);
      stamp(
        brush,
        rings.map((points) => points.map(([u, v]) => ({ x: x + dx + u, y: y + dy + v }))),
        mark,
        tint,
        at,
      );
    }
  }
}

// What lies under the pointer: a point before a line before an area, the nearest of each.
function pointing(app, ranks) {
  const { map, field, state } = app;
  const find = (latlng) => {
    const zoom = map.getZoom();
    const scale = 256 * 2 ** zoom;
    const [x, y] = unit(latlng);
    const pad = REACH / scale;
    const at = { scale, left: x * scale, top: y * scale };
    let [best, least] = [null, NEAR];
    for (const number of within(field, [x - pad, y - pad, x + pad, y + pad])) {
      if (ranks[number] < 0) continue;
      const far = distance(field, number, at, app.full(number, zoom), state);
      if (far <= least) [best, least] = [field.marks[number].id, far];
    }
    return best;
  };
  app.under = (event) => find(event.latlng);
  let asked = 0;
  map.on("mousemove", (event) => {
    cancelAnimationFrame(asked);
    if (event.originalEvent.target.closest?.(".label")) return;
    asked = requestAnimationFrame(() => {
      const id = find(event.latlng);
      if (id || state.get("pointed")) app.hover(id, event);
      map.getContainer().classList.toggle("pointing", Boolean(id));
    });
  });
  map.on("mouseout", () => cancelAnimationFrame(asked));
}

// pixels from the pointer, which is the origin; areas are nearly as far as allowed
function distance(field, number, at, full, state) {
  const mark = field.marks[number];
  if (mark.glyph === "area") return Infinity;
  if (mark.type === "place" || mark.type === "situation") {
    const [x, y] = spotOf(field, number, at);
    const [dx, dy] = shiftOf(mark);
    return Math.max(0, Math.hypot(x + dx, y + dy) - (mark.type === "place" ? radiusOf(mark) : 8));
  }
  const lines = linesOf(field, number, at);
  if (mark.type === "region") return lines.some((line) => holds(line, 0, 0)) ? NEAR - 0.01 : Infinity;
  const look = lookOf(mark, state.get("measureBy"));
  const drawn = full && lines[0].length > 1 ? lines.map((line) => spotsAlong(line, 12, look)) : lines;
  return 1 + Math.min(...drawn.flatMap((line) => line.slice(1).map((end, n) => aside(line[n], end))));
}

function aside(a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = Math.max(0, Math.min(1, -(a.x * dx + a.y * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(a.x + dx * share, a.y + dy * share);
}
