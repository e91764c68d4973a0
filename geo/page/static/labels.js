// Names on the map, the weightiest first: none covers a mark, an arrow or another name; what has no room is left out.

import { spotsAlong } from "./arrows.js";
import { outlineOf } from "./basemap.js";
import { el } from "./dom.js";
import { eyeAt, holds, linesAt, linesOf, pixel, unit, within } from "./field.js";
import { lookOf, radiusOf, shiftOf } from "./look.js";

const MOST = { place: 200, situation: 40, movement: 60, region: 30 };
const CHOSEN = 1000;
const REGIONS_FROM = 6;
const SHORT = 46;
const SQUARE = 3;
const [DRAWN, WRITTEN] = [1, 2];
// [x, y, cost] right, left, above, below and between, of a spot
const AROUND = [0, 8, 12, 4, 14, 2, 10, 6].map((turn, at) => {
  const [x, y] = [Math.cos, Math.sin].map((part) => Math.round(10 * part((Math.PI / 8) * turn)) / 10);
  return [x, y, at / 5];
});

export function startLabels(app) {
  const { map, state } = app;
  const pane = map.createPane("labels");
  pane.style.zIndex = 480;
  pane.classList.add("leaflet-zoom-hide");
  pane.setAttribute("aria-hidden", "true");
  const measure = measuring(pane);
  const draw = () => pane.replaceChildren(...placed(app, measure));
  map.on("moveend resize", draw);
  state.on((changed) => ["visible", "selected", "measureBy"].some((key) => changed.has(key)) && draw());
}

// width and height of some words, as map.css writes them
function measuring(pane) {
  const brush = document.createElement("canvas").getContext("2d");
  const fonts = new Map();
  return (text, look) => {
    if (!fonts.has(look)) {
      const probe = pane.appendChild(el("span", { class: `label ${look}` }));
      const { font, fontSize, letterSpacing } = getComputedStyle(probe);
      fonts.set(look, [font, Number.parseFloat(letterSpacing) || 0, Math.ceil(Number.parseFloat(fontSize) * 1.2)]);
    }
    const [font, spaced, tall] = fonts.get(look);
    brush.font = font;
    return [Math.ceil(brush.measureText(text).width + spaced * text.length) + 4, tall];
  };
}

function placed(app, measure) {
  const { map } = app;
  const { x: width, y: height } = map.getSize();
  const corner = map.containerPointToLayerPoint([0, 0]);
  const eye = eyeAt(map.getZoom(), Object.values(map.getPixelOrigin().add(corner)));
  const sheet = sheetOf(width, height);
  const marks = inSight(app);
  for (const mark of marks.filter(({ type }) => type !== "region")) {
    for (const ring of app.outline(mark)) sheet.trace(ring, corner, mark.type === "movement" ? DRAWN : WRITTEN);
  }
  for (const box of furniture(map)) sheet.fill(box);
  const wants = [...marks.flatMap((mark) => wantOf(mark, app, eye, [width, height])), ...ground(app, eye)];
  const found = [];
  for (const want of wants.sort((a, b) => b.rank - a.rank)) {
    for (const [text, room] of want.texts) {
      const box = settle(want, measure(text, want.look), room, sheet);
      if (!box) continue;
      sheet.fill([box[0] - 2, box[1], box[2] + 2, box[3]]);
      found.push(labelOf(app, want, text, corner.add(box)));
      break;
    }
  }
  return found;
}

function labelOf({ state, near }, { mark, look }, text, { x, y }) {
  const span = el("span", { class: `label ${look}`, dir: "auto", "data-mark": mark?.id }, text);
  span.classList.toggle("chosen", mark?.id === state.get("selected"));
  span.classList.toggle("far", mark ? !near(mark) : state.get("selected") !== null);
  Object.assign(span.style, { left: `${Math.round(x)}px`, top: `${Math.round(y)}px` });
  return span;
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

// What is wanted for a mark: one of some texts, beside one of some spots or about it
function wantOf(mark, app, eye, size) {
  const chosen = mark.id === app.state.get("selected");
  const want = { mark, look: mark.style, rank: chosen ? CHOSEN : mark.rank, texts: [[mark.caption || mark.name, 0]], firm: chosen };
  if (!want.rank || (mark.type === "region" && app.map.getZoom() < REGIONS_FROM && !chosen)) return [];
  if (mark.type === "movement") return alongside(want, app, eye);
  const at = pixel(...(mark.spot || mark.geometry.coordinates), eye);
  const [dx, dy] = shiftOf(mark);
  if (mark.type === "situation") return { ...want, spots: [[at[0] + dx, at[1] + dy]], pad: 10 };
  const outline = mark.kind === "country" && outlineOf(app.data.basemap, mark.country);
  if (outline) return { ...want, spots: [seenPart(linesAt(outline, eye), at, size)], centred: true };
  if (mark.glyph === "area" || mark.type === "region") return { ...want, spots: [at], centred: true };
  return { ...want, spots: [at], pad: radiusOf(mark) + 2, firm: !mark.secondary };
}

// a stub is named at its free end, an arrow at its side
function alongside(want, { field, state }, eye) {
  const { mark } = want;
  const look = lookOf(mark, state.get("measureBy"));
  const [line] = linesOf(field, mark.number, eye);
  const [tail, head, ...sides] = spotsAlong(line, [0, 1, 0.57, 0.43, 0.71, 0.29], look);
  if (!tail || (!look.least && !want.firm && Math.hypot(tail[0] - head[0], tail[1] - head[1]) < SHORT)) return [];
  const spots = look.least ? [look.fadeTail && !look.fadeHead ? tail : head] : sides;
  // who claims it is said where there is room to spare
  const long = mark.says ? [[mark.caption + mark.says, want.firm ? 0 : 12]] : [];
  return { ...want, spots, pad: look.width / 2 + 3, texts: [...long, ...want.texts] };
}

// a country whose middle is out of sight is named where it can be seen, as near to its middle as may be
function seenPart(rings, [x, y], [width, height]) {
  const inside = ([u, v]) => u > 0.08 * width && u < 0.92 * width && v > 0.08 * height && v < 0.92 * height;
  if (inside([x, y])) return [x, y];
  const spots = Array.from({ length: 81 }, (_, at) => [width * (0.1 + 0.1 * (at % 9)), height * (0.1 + 0.1 * Math.floor(at / 9))]);
  const far = ([u, v]) => Math.hypot(u - x, v - y);
  return spots.sort((a, b) => far(a) - far(b)).find(([u, v]) => rings.some((ring) => holds(ring, u, v))) || [x, y];
}

// countries and cities of the basemap, quiet; those that are marks are named as marks
function ground({ map, data, state }, eye) {
  const zoom = map.getZoom();
  const named = (twin) => twin && state.passes(data.marks.get(twin));
  return (data.tiles?.labelled ? [] : data.basemap.labels)
    .filter(([, , , , , from, to, twin]) => zoom >= from && zoom < to && !named(twin))
    .map(([text, look, lon, lat, rank]) => ({
      texts: [[text, 0]],
      look,
      rank,
      spots: [pixel(lon, lat, eye)],
      centred: look === "country",
      pad: 3,
    }));
}

// legend, buttons, timeline, scale and attribution: no label under them
function furniture(map) {
  const { left, top } = map.getContainer().getBoundingClientRect();
  const boxes = Array.from(document.querySelectorAll("#legend details, #timeline, .leaflet-control"), (one) => one.getBoundingClientRect());
  return boxes.map((box) => [box.left - left, box.top - top, box.right - left, box.bottom - top]);
}

// The view in squares of three pixels: what is drawn there, and what is written or must be seen
function sheetOf(width, height) {
  const across = Math.ceil(width / SQUARE);
  const squares = new Uint8Array(across * Math.ceil(height / SQUARE));
  const at = (x, y) => Math.floor(y / SQUARE) * across + Math.floor(x / SQUARE);
  const put = (x, y, what) => {
    if (x >= 0 && y >= 0 && x < width && y < height) squares[at(x, y)] = Math.max(squares[at(x, y)], what);
  };
  return {
    trace(ring, corner, what) {
      ring.forEach(([ax, ay], n) => {
        const [dx, dy] = [0, 1].map((side) => ring[(n + 1) % ring.length][side] - ring[n][side]);
        const steps = Math.min(Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) / SQUARE), 2000);
        for (let step = 0; step <= steps; step++) put(ax - corner.x + (dx * step) / steps, ay - corner.y + (dy * step) / steps, what);
      });
    },
    fill([left, top, right, bottom]) {
      for (let y = top; y < bottom; y += SQUARE) for (let x = left; x < right; x += SQUARE) put(x, y, WRITTEN);
    },
    // squares with something drawn under a box, Infinity where something is written or the view ends
    under([left, top, right, bottom]) {
      if (left < 4 || top < 4 || right > width - 4 || bottom > height - 4) return Infinity;
      let sum = 0;
      for (let y = top + 2; y < bottom; y += SQUARE) {
        for (let x = left + 2; x < right; x += SQUARE) sum += squares[at(x, y)] === WRITTEN ? Infinity : squares[at(x, y)];
      }
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

// [left, top, cost] about a spot, or beside, above and below each, for firm names also farther off
function positions({ mark, spots, pad, centred, firm }, width, height) {
  const [[x, y]] = spots;
  // the name of a country or a province has more room than that of a small area
  const aside = mark?.type === "place" ? [0, -50, 50] : [0];
  const about = [0, -16, 16, -32, 32].flatMap((v) => aside.map((u) => [x + u - width / 2, y + v - height / 2, Math.hypot(u, v) / 8]));
  if (centred) return about;
  const side = (way) => (Math.sign(way) - 1) / 2;
  const beside = ([u, v], far, extra) =>
    AROUND.map(([dx, dy, cost]) => [u + far * dx + width * side(dx), v + far * dy + height * side(dy), cost + extra]);
  return spots.flatMap((spot, turn) => [...beside(spot, pad, turn * 1.5), ...(firm ? beside(spot, pad + 8, turn * 1.5 + 2.5) : [])]);
}
