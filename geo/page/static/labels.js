// Names on the map, the weightiest first: none covers a mark, an arrow or another name; what has no room is left out.
import { spotsAlong } from "./arrows.js";
import { outlineOf } from "./basemap.js";
import { el } from "./dom.js";
import { linesAt, linesOf, pixel, unit, within } from "./field.js";
import { lookOf, pathOf, pen, radiusOf } from "./look.js";

const MOST = { place: 200, situation: 40, movement: 60, region: 30 };
const CHOSEN = 1000;
const REGIONS_FROM = 6;
const SHORT = 46;
const SQUARE = 3;
const FURNITURE = "#legend details, #timeline, #all, .north, .leaflet-control, .count-disc";
// [x, y, cost] right, left, above, below and between, of a spot
const AROUND = [0, 8, 12, 4, 14, 2, 10, 6].map((turn, at) => {
  const [x, y] = [Math.cos, Math.sin].map((part) => Math.round(10 * part((Math.PI / 8) * turn)) / 10);
  return [x, y, at / 5];
});

export function startLabels(app) {
  const { map, state } = app;
  const pane = map.createPane("labels");
  pane.classList.add("leaflet-zoom-hide");
  pane.setAttribute("aria-hidden", "true");
  const draw = () => {
    const corner = map.containerPointToLayerPoint([0, 0]);
    const view = [...Object.values(corner), ...Object.values(corner.add(map.getSize()))];
    const marks = inSight(app);
    const wants = [...marks.flatMap((mark) => wantOf(mark, app, view)), ...ground(app, view)].sort((a, b) => b.rank - a.rank);
    const spans = wants.map((want) => labelOf(app, want));
    // all are measured at once
    pane.replaceChildren(...spans);
    const sizes = spans.map((span) => [span.offsetWidth, span.offsetHeight]);
    const sheet = sheetOf(view, marks, app);
    for (const box of furniture(map, corner)) sheet.fill(box);
    const named = new Set();
    const placed = spans.filter((span, at) => {
      const { mark, room } = wants[at];
      const box = !named.has(mark) && settle(wants[at], sizes[at], room || 0, sheet);
      if (!box) return false;
      if (mark) named.add(mark);
      sheet.fill([box[0] - 2, box[1], box[2] + 2, box[3]]);
      Object.assign(span.style, { left: `${Math.round(box[0])}px`, top: `${Math.round(box[1])}px` });
      return true;
    });
    pane.replaceChildren(...placed);
  };
  map.on("moveend resize", draw);
  state.on("visible selected measureBy", draw);
}

function labelOf({ state, near }, { mark, look, text }) {
  const chosen = state.get("selected");
  const faint = mark ? !near(mark) : chosen !== null;
  const names = ["label", look, mark && mark.id === chosen && "chosen", faint && "far"].filter(Boolean);
  return el("span", { class: names.join(" "), dir: "auto", "data-mark": mark?.id }, text);
}

// the marks in view that weigh most; countries wherever their middle is
function inSight({ map, data, field, state, full }) {
  const bounds = map.getBounds().pad(0.05);
  const left = { ...MOST };
  const seen = within(field, [...unit(bounds.getNorthWest()), ...unit(bounds.getSouthEast())])
    .filter((number) => state.passes(field.marks[number]) && full(number))
    .map((number) => field.marks[number])
    .filter((mark) => left[mark.type]-- > 0);
  const countries = data.places.filter((mark) => mark.kind === "country" && state.passes(mark));
  return [...new Set([data.marks.get(state.get("selected")), ...countries, ...seen])].filter(Boolean);
}

// What is wanted for a mark: some text beside one of some spots, or about it
function wantOf(mark, app, view) {
  const chosen = mark.id === app.state.get("selected");
  const want = { mark, look: mark.style, rank: chosen ? CHOSEN : mark.rank, text: mark.caption || mark.name, firm: chosen };
  if (!want.rank || (mark.type === "region" && app.map.getZoom() < REGIONS_FROM && !chosen)) return [];
  if (mark.type === "movement") return alongside(want, app);
  const [x, y] = pixel(...(mark.spot || mark.geometry.coordinates), app.eye());
  const [dx, dy] = mark.sign || [0, 0];
  if (mark.type === "situation") return { ...want, spots: [[x + dx, y + dy]], pad: 10 };
  if (mark.glyph !== "area" && mark.type !== "region") return { ...want, spots: [[x, y]], pad: radiusOf(mark) + 2, firm: !mark.secondary };
  const about = [0, -16, 16, -32, 32].map((shift) => [x, y + shift]);
  const country = mark.kind === "country" && outlineOf(app.data.basemap, mark.country);
  return { ...want, spots: country ? inland(linesAt(country, app.eye()), [x, y], view) : about, centred: true };
}

// spots of a country that are in sight, the nearest to its middle first
function inland(rings, [x, y], [left, top, right, bottom]) {
  const path = new Path2D(pathOf(rings));
  const shares = Array.from({ length: 81 }, (_, at) => [0.1 + 0.1 * (at % 9), 0.1 + 0.1 * Math.floor(at / 9)]);
  const spots = shares.map(([u, v]) => [left + (right - left) * u, top + (bottom - top) * v]);
  const far = ([u, v]) => Math.hypot(u - x, v - y);
  return [[x, y], ...spots.filter((spot) => pen.isPointInPath(path, ...spot)).sort((a, b) => far(a) - far(b))];
}

// a stub is named at its free end, an arrow at its side
function alongside(want, { field, state, eye }) {
  const { mark } = want;
  const look = lookOf(mark, state.get("measureBy"));
  const [line] = linesOf(field, mark.number, eye());
  const [tail, head, ...sides] = spotsAlong(line, [0, 1, 0.57, 0.43, 0.71, 0.29], look);
  if (!tail || (!look.least && !want.firm && Math.hypot(tail[0] - head[0], tail[1] - head[1]) < SHORT)) return [];
  const spots = look.least ? [look.tail && !look.open ? tail : head] : sides;
  const beside = { ...want, spots, pad: look.width / 2 + 3 };
  // who claims it is said where there is room to spare
  const said = mark.says && { ...beside, text: want.text + mark.says, rank: want.rank + 0.5, room: want.firm ? 0 : 12 };
  return said ? [said, beside] : beside;
}

// countries and cities of the basemap, quiet; those that are marks are named as marks
function ground({ map, data, state, eye }, [left, top, right, bottom]) {
  const zoom = map.getZoom();
  const named = (twin) => twin && state.passes(data.marks.get(twin));
  return (data.tiles?.labelled ? [] : data.basemap.labels)
    .filter(([, , , , , from, until, twin]) => zoom >= from && zoom < until && !named(twin))
    .map(([text, look, lon, lat, rank]) => ({ text, look, rank, spots: [pixel(lon, lat, eye())], centred: look === "country", pad: 3 }))
    .filter(({ spots: [[x, y]] }) => x > left && x < right && y > top && y < bottom);
}

// legend, buttons, timeline, scale, attribution and counts: no label under them
function furniture(map, corner) {
  const home = map.getContainer().getBoundingClientRect();
  const [x, y] = [corner.x - home.left, corner.y - home.top];
  const boxes = [...document.querySelectorAll(FURNITURE)].map((one) => one.getBoundingClientRect());
  return boxes.map((box) => [box.left + x, box.top + y, box.right + x, box.bottom + y]);
}

// The view in squares of three pixels: faint where an arrow is, full where something is written or must be seen
function sheetOf([left, top, right, bottom], marks, { outline }) {
  const [width, height] = [right - left, bottom - top].map((side) => Math.ceil(side / SQUARE));
  const brush = el("canvas", { width, height }).getContext("2d");
  brush.scale(1 / SQUARE, 1 / SQUARE);
  brush.translate(-left, -top);
  for (const mark of marks.filter(({ type }) => type !== "region")) {
    brush.globalAlpha = mark.type === "movement" ? 0.4 : 1;
    brush.fill(new Path2D(pathOf(outline(mark).rings)));
  }
  const { data } = brush.getImageData(0, 0, width, height);
  const each = (box, act) => {
    const [a, b, c, d] = box.map((side, at) => Math.floor((side - [left, top][at % 2]) / SQUARE));
    for (let v = Math.max(b, 0); v <= Math.min(d, height - 1); v++)
      for (let u = Math.max(a, 0); u <= Math.min(c, width - 1); u++) act(4 * (v * width + u) + 3);
  };
  return {
    fill: (box) => each(box, (at) => (data[at] = 255)),
    // squares with something drawn under a box, Infinity where something is written or the view ends
    under([a, b, c, d]) {
      let sum = a < left + 4 || b < top + 4 || c > right - 4 || d > bottom - 4 ? Infinity : 0;
      if (!sum) each([a + 2, b + 2, c - 2, d - 2], (at) => (sum += data[at] > 200 ? Infinity : Math.sign(data[at])));
      return sum;
    },
  };
}

// the best of several boxes [left, top, right, bottom]; only what is firm may lie over an arrow
function settle(want, [width, height], room, sheet) {
  let [best, least] = [null, 26];
  for (const [left, top, cost] of positions(want, width, height)) {
    const box = [left, top, left + width, top + height];
    const under = sheet.under([left - room, top - room, left + width + room, top + height + room]);
    const sum = cost + (under && !want.firm ? Infinity : under * 0.15);
    if (sum < least) [best, least] = [box, sum];
  }
  return best;
}

// [left, top, cost] about each spot, or beside, above and below it, for firm names also farther off
function positions({ spots, pad, centred, firm }, width, height) {
  if (centred) return spots.map(([x, y], turn) => [x - width / 2, y - height / 2, turn / 2]);
  const side = (way) => (Math.sign(way) - 1) / 2;
  const beside = ([x, y], far, extra) =>
    AROUND.map(([dx, dy, cost]) => [x + far * dx + width * side(dx), y + far * dy + height * side(dy), cost + extra]);
  return spots.flatMap((spot, turn) => [...beside(spot, pad, turn * 1.5), ...(firm ? beside(spot, pad + 8, turn * 1.5 + 2.5) : [])]);
}
