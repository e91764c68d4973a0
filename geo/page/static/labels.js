// Labels that do not collide: reported places first, then movements, then names for orientation.

import { spotsAlong, toPixels } from "./arrows.js";
import { outlineOf } from "./basemap.js";
import { cut, el, listed } from "./dom.js";
import { arrowWidth, lookOf, radiusOf, ringsOf, shiftOf } from "./marks.js";

const CITY_FROM = [
  [4, 6000],
  [5, 2500],
  [6, 1000],
  [7, 400],
  [8, 200],
  [99, 100],
];
const GAP = 3;
const MOST = 260;

export function startLabels(map, app) {
  const pane = map.createPane("labels");
  pane.style.zIndex = 480;
  pane.classList.add("leaflet-zoom-hide");
  pane.setAttribute("aria-hidden", "true");
  const measured = new Map();
  const canvas = document.createElement("canvas").getContext("2d");
  const measure = (text, font) => {
    const key = font + text;
    if (!measured.has(key)) {
      canvas.font = font;
      measured.set(key, canvas.measureText(text).width);
    }
    return measured.get(key);
  };
  const redraw = () => draw(map, pane, app, measure);
  map.on("zoomend moveend resize", redraw);
  return redraw;
}

const STYLES = {
  place: { font: "600 12.5px", height: 15 },
  major: { font: "700 14px", height: 17 },
  area: { font: "600 12px", height: 15, spaced: 1.4 },
  water: { font: "italic 500 12px", height: 15 },
  movement: { font: "500 11.5px", height: 14 },
  situation: { font: "500 11.5px", height: 14 },
  region: { font: "italic 500 11.5px", height: 14 },
  country: { font: "500 11px", height: 14, spaced: 1.6 },
  city: { font: "400 11px", height: 13 },
};
const FAMILY = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const WATER = ["river", "lake", "sea", "ocean", "strait", "gulf", "canal"];

function draw(map, pane, app, measure) {
  const size = map.getSize();
  const origin = map.containerPointToLayerPoint([0, 0]);
  const frame = { left: origin.x + 4, top: origin.y + 4, right: origin.x + size.x - 4, bottom: origin.y + size.y - 4 };
  const taken = grid();
  for (const box of [...furniture(map), ...obstacles(map, app)]) taken.add(box);
  const nodes = [];
  const wanted = wants(map, app).filter((want) => inside(frame, want.at, 60));
  wanted.sort((a, b) => b.priority - a.priority);
  for (const want of wanted.slice(0, MOST)) {
    const style = STYLES[want.style];
    const width = measure(want.text, `${style.font} ${FAMILY}`) + (style.spaced || 0) * want.text.length + 4;
    const box = settle(want, width, style.height, taken, frame);
    if (!box) continue;
    taken.add({ ...box, hard: true });
    nodes.push(node(want, box, app));
  }
  pane.replaceChildren(...nodes);
}

const inside = (frame, at, pad) =>
  at.x > frame.left - pad && at.x < frame.right + pad && at.y > frame.top - pad && at.y < frame.bottom + pad;

function node(want, box, app) {
  const span = el("span", { class: `label ${want.style} ${want.className || ""}`, dir: "auto", lang: want.mark ? null : app.data.language }, want.text);
  span.style.left = `${Math.round(box.left)}px`;
  span.style.top = `${Math.round(box.top)}px`;
  if (want.mark) {
    span.dataset.mark = want.mark;
    span.addEventListener("click", (event) => {
      event.stopPropagation();
      // a drag that began on the label moves the map and selects nothing
      if (!app.map.dragging.moved()) app.select(want.mark);
    });
    span.addEventListener("mouseenter", (event) => app.hover(want.mark, { originalEvent: event }));
    span.addEventListener("mouseleave", () => app.hover(null));
  }
  return span;
}

// boxes by squares of 64 pixels, so that a label meets only its neighbours
function grid() {
  const squares = new Map();
  const keys = function* (box) {
    for (let x = box.left >> 6; x <= box.right >> 6; x++) for (let y = box.top >> 6; y <= box.bottom >> 6; y++) yield x * 4096 + y;
  };
  return {
    add(box) {
      for (const key of keys(box)) {
        if (!squares.has(key)) squares.set(key, []);
        squares.get(key).push(box);
      }
    },
    *near(box) {
      const seen = new Set();
      for (const key of keys({ left: box.left - GAP, right: box.right + GAP, top: box.top, bottom: box.bottom })) {
        for (const other of squares.get(key) || []) if (!seen.has(other) && seen.add(other)) yield other;
      }
    },
  };
}

// legend, buttons, scale and attribution: no label under them
function furniture(map) {
  const home = map.getContainer().getBoundingClientRect();
  const corner = map.containerPointToLayerPoint([0, 0]);
  return [...document.querySelectorAll("#legend details, .leaflet-control")].map((element) => {
    const box = element.getBoundingClientRect();
    const [x, y] = [corner.x - home.left, corner.y - home.top];
    return { left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y, hard: true };
  });
}

// boxes that a label must not (hard) or should not (soft) cover
function obstacles(map, app) {
  const boxes = [];
  for (const mark of app.shown()) {
    if (!insight(map, mark)) continue;
    if (mark.type === "place" && mark.glyph !== "area") {
      const at = map.latLngToLayerPoint(latlng(mark));
      const r = radiusOf(mark) + 1;
      boxes.push({ left: at.x - r, right: at.x + r, top: at.y - r, bottom: at.y + r, hard: true, of: mark.id });
    }
    if (mark.type === "situation") {
      const at = map.latLngToLayerPoint(latlng(mark));
      const [dx, dy] = shiftOf(mark);
      if (mark.sign)
        boxes.push({ left: at.x + dx - 8, right: at.x + dx + 8, top: at.y + dy - 8, bottom: at.y + dy + 8, hard: true, of: mark.id });
    }
    if (mark.type === "movement") {
      const half = arrowWidth(mark, app.measureBy) / 2 + 1;
      for (const at of spine(map, mark, app).slice(1, -1)) {
        boxes.push({ left: at.x - half, right: at.x + half, top: at.y - half, bottom: at.y + half, hard: false, of: mark.id });
      }
    }
  }
  return boxes;
}

function insight(map, mark) {
  if (!mark.bounds) mark.bounds = mark.courses && mark.courses.length ? L.latLngBounds(mark.courses.flat()) : latlng(mark).toBounds(100);
  return map.getBounds().pad(0.1).intersects(mark.bounds);
}

function spine(map, mark, app) {
  const line = mark.courses[0];
  if (!line) return [];
  if (mark.spine && mark.spine.zoom === map.getZoom() && mark.spine.origin === map.getPixelOrigin()) return mark.spine.spots;
  const spots = spotsAlong(toPixels(map, line), 14, lookOf(mark, app.measureBy));
  mark.spine = { zoom: map.getZoom(), origin: map.getPixelOrigin(), spots };
  return spots;
}

function wants(map, app) {
  const list = [];
  const zoom = map.getZoom();
  const named = new Set();
  const countries = new Set();
  for (const mark of app.shown()) {
    if (mark.kind !== "country" && !insight(map, mark)) continue;
    const chosen = mark.id === app.selected;
    if (mark.type === "place") {
      named.add(mark.name).add(mark.label);
      if (mark.kind === "country") countries.add(mark.country);
      list.push(placeWant(map, mark, chosen, app));
    } else if (mark.type === "movement") {
      const want = movementWant(map, mark, chosen, app);
      if (want) list.push(want);
    } else if (mark.type === "situation") {
      if (mark.kind === "displaced" || chosen) list.push(situationWant(map, mark, chosen, app));
    } else if (chosen || zoom >= 6) {
      const at = map.latLngToLayerPoint(latlng(mark));
      list.push({ text: cut(mark.title, 34), at, style: "region", mark: mark.id, spots: "centre", priority: chosen ? 999 : 38 });
    }
  }
  orientation(map, app, zoom, named, countries, list);
  return list;
}

function placeWant(map, mark, chosen, app) {
  const area = mark.glyph === "area";
  const name = mark.label || mark.name;
  const style = WATER.includes(mark.kind) ? "water" : area ? "area" : mark.mentions >= 6 ? "major" : "place";
  const base = mark.secondary ? 34 : area ? 55 : 60;
  return {
    text: style === "area" && mark.kind === "country" ? name.toLocaleUpperCase(app.data.language) : name,
    at: map.latLngToLayerPoint(mark.kind === "country" ? visible(map, mark, app) : latlng(mark)),
    style,
    className: (mark.secondary ? "passing " : "") + (chosen ? "chosen " : "") + (app.near(mark) ? "" : "far"),
    mark: mark.id,
    spots: area ? "centre" : "around",
    pad: area ? 0 : radiusOf(mark) + 2,
    own: mark.id,
    firm: !mark.secondary,
    priority: chosen ? 1000 : base + Math.min(30, mark.mentions),
  };
}

function situationWant(map, mark, chosen, app) {
  const at = map.latLngToLayerPoint(latlng(mark));
  const [dx, dy] = shiftOf(mark);
  return {
    text: cut(listed(mark.quantity)[0] || mark.title, 30),
    at: L.point(at.x + dx, at.y + dy),
    style: "situation",
    className: (chosen ? "chosen " : "") + (app.near(mark) ? "" : "far"),
    mark: mark.id,
    spots: "around",
    pad: 10,
    own: mark.id,
    priority: chosen ? 995 : 42,
  };
}

// a country whose middle is out of sight is named where it can be seen
function visible(map, mark, app) {
  const usual = latlng(mark);
  const view = map.getBounds().pad(-0.08);
  if (view.contains(usual)) return usual;
  if (!mark.outline) mark.outline = outlineOf(app.data.basemap, mark.country) || [];
  let best = usual;
  let least = Infinity;
  for (let row = 0; row <= 8; row++) {
    for (let column = 0; column <= 8; column++) {
      const lat = view.getSouth() + ((view.getNorth() - view.getSouth()) * row) / 8;
      const lon = view.getWest() + ((view.getEast() - view.getWest()) * column) / 8;
      const far = Math.abs(lat - usual.lat) + Math.abs(lon - usual.lng);
      if (far < least && mark.outline.some((rings) => within(rings[0], lat, lon))) [best, least] = [L.latLng(lat, lon), far];
    }
  }
  return best;
}

function within(ring, lat, lon) {
  let inside = false;
  for (let at = 0, last = ring.length - 1; at < ring.length; last = at++) {
    const [y, x] = ring[at];
    const [v, u] = ring[last];
    if (y > lat !== v > lat && lon < ((u - x) * (lat - y)) / (v - y) + x) inside = !inside;
  }
  return inside;
}

function movementWant(map, mark, chosen, app) {
  const words = cut(mark.label, 30);
  const who = listed(mark.attribution)[0];
  const says = mark.status === "claimed" && who && who !== mark.label ? `, says ${cut(who, 20)}` : "";
  const spots = spine(map, mark, app);
  if (spots.length < 9) return null;
  const length = Math.hypot(spots[0].x - spots[14].x, spots[0].y - spots[14].y);
  if (length < 46 && !chosen) return null;
  return {
    text: words + says,
    at: spots[8],
    others: [spots[6], spots[10], spots[4]],
    style: "movement",
    className: `${mark.status} ${chosen ? "chosen" : ""}`,
    mark: mark.id,
    spots: "around",
    pad: arrowWidth(mark, app.measureBy) / 2 + 3,
    priority: chosen ? 990 : 45 + 2 * (mark.publishers || 1),
  };
}

// countries and cities, quiet, never over a mark
function orientation(map, app, zoom, named, countries, list) {
  const bounds = map.getBounds().pad(0.05);
  for (const [name, code, lon, lat, rank, from] of app.data.basemap.countries) {
    if (countries.has(code) || zoom < from - 1.5 || zoom > 8.5 || !bounds.contains([lat, lon])) continue;
    const at = map.latLngToLayerPoint([lat, lon]);
    list.push({ text: name.toLocaleUpperCase(), at, style: "country", spots: "centre", shy: true, priority: 30 - rank });
  }
  const dots = app
    .shown()
    .filter((mark) => mark.type === "place")
    .map((mark) => mark.geometry.coordinates);
  const taken = (lon, lat) => dots.some(([x, y]) => Math.abs(x - lon) + Math.abs(y - lat) < 0.12);
  const least = CITY_FROM.find(([below]) => zoom < below)[1];
  for (const [name, lon, lat, thousands, capital] of app.data.basemap.cities) {
    if (named.has(name) || (thousands < least && !(capital && zoom >= 4)) || !bounds.contains([lat, lon]) || taken(lon, lat)) continue;
    const at = map.latLngToLayerPoint([lat, lon]);
    list.push({
      text: name,
      at,
      style: "city",
      spots: "around",
      pad: 3,
      shy: true,
      dot: true,
      priority: 5 + Math.log10(thousands + 1) + (capital ? 3 : 0),
    });
  }
}

// the best of several positions; shy labels give way to soft obstacles too
function settle(want, width, height, taken, frame) {
  let best = null;
  for (const box of positions(want, width, height)) {
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) continue;
    let cost = box.cost;
    for (const other of taken.near(box)) {
      const gap = other.hard ? GAP : 0;
      if (other.of && other.of === want.own) continue;
      if (other.left - gap >= box.right || other.right + gap <= box.left || other.top >= box.bottom || other.bottom <= box.top) continue;
      if (other.hard || want.shy) cost = Infinity;
      else cost += want.firm ? 0.4 : 3;
      if (cost === Infinity) break;
    }
    if (cost < (best ? best.cost : Infinity)) best = { ...box, cost };
  }
  if (best && best.cost > 26 && !/chosen/.test(want.className || "")) return null;
  return best;
}

function positions(want, width, height) {
  const found = [];
  const put = (x, y, cost) => found.push({ left: x, top: y, right: x + width, bottom: y + height, cost });
  const ats = [want.at, ...(want.others || [])];
  ats.forEach((at, turn) => {
    const extra = turn * 1.5;
    if (want.spots === "centre") {
      for (const [shift, cost] of [
        [0, 0],
        [-16, 2],
        [16, 2],
        [-32, 4],
        [32, 4],
      ])
        put(at.x - width / 2, at.y - height / 2 + shift, cost);
      return;
    }
    const pad = want.pad || 0;
    put(at.x + pad, at.y - height / 2, extra);
    put(at.x - pad - width, at.y - height / 2, extra + 0.6);
    put(at.x - width / 2, at.y - pad - height, extra + 0.8);
    put(at.x - width / 2, at.y + pad, extra + 1);
    put(at.x + pad * 0.7, at.y - pad * 0.7 - height, extra + 1.2);
    put(at.x + pad * 0.7, at.y + pad * 0.7, extra + 1.3);
    put(at.x - pad * 0.7 - width, at.y - pad * 0.7 - height, extra + 1.4);
    put(at.x - pad * 0.7 - width, at.y + pad * 0.7, extra + 1.5);
  });
  return found;
}

export function latlng(mark) {
  if (mark.geometry.type === "Point") return L.latLng(mark.geometry.coordinates[1], mark.geometry.coordinates[0]);
  if (!mark.centre) mark.centre = centre(mark);
  return mark.centre;
}

function centre(mark) {
  const rings = ringsOf(mark.geometry);
  if (!rings.length) return L.latLngBounds(mark.courses.flat()).getCenter();
  const largest = rings.reduce((a, b) => (L.latLngBounds(b[0]).toBBoxString().length && spanOf(b) > spanOf(a) ? b : a));
  return L.latLngBounds(largest[0]).getCenter();
}

function spanOf(part) {
  const box = L.latLngBounds(part[0]);
  return (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
}
