// Names on the map, placed greedily by weight so that none covers a mark or another name.

import { spotsAlong, toPixels } from "./arrows.js";
import { outlineOf } from "./basemap.js";
import { el } from "./dom.js";
import { holds, unit, within } from "./field.js";
import { latlng, lookOf, radiusOf, shiftOf } from "./look.js";

// a city is named from so many thousand inhabitants on, below a zoom
const CITY_FROM = [
  [4, 6000],
  [5, 2500],
  [6, 1000],
  [7, 400],
  [8, 200],
  [99, 100],
];
const GAP = 3;
const MOST = { place: 200, situation: 40, movement: 60, region: 30 };
const FAMILY = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
// font, height, space between letters; the same as in map.css
const STYLES = {
  place: ["600 12.5px", 15, 0],
  major: ["700 14px", 17, 0],
  area: ["600 12px", 15, 1.4],
  water: ["italic 500 12px", 15, 0],
  movement: ["500 11.5px", 14, 0],
  situation: ["500 11.5px", 14, 0],
  region: ["italic 500 11.5px", 14, 0],
  country: ["500 11px", 14, 1.6],
  city: ["400 11px", 13, 0],
};
const WATER = ["river", "lake", "sea", "ocean", "strait", "gulf", "canal"];

export function startLabels(app) {
  const { map, state } = app;
  const pane = map.createPane("labels");
  pane.style.zIndex = 480;
  pane.classList.add("leaflet-zoom-hide");
  pane.setAttribute("aria-hidden", "true");
  const measure = measuring();
  const draw = () => pane.replaceChildren(...placed(app, measure).map(([want, box]) => node(app, want, box)));
  map.on("zoomend moveend resize", draw);
  state.on((changed) => {
    if (["visible", "selected", "measureBy"].some((key) => changed.has(key))) draw();
  });
}

function measuring() {
  const known = new Map();
  const brush = document.createElement("canvas").getContext("2d");
  return (text, font) => {
    const key = font + text;
    if (known.size > 5000) known.clear();
    if (!known.has(key)) {
      brush.font = `${font} ${FAMILY}`;
      known.set(key, brush.measureText(text).width);
    }
    return known.get(key);
  };
}

function placed(app, measure) {
  const { map } = app;
  const corner = map.containerPointToLayerPoint([0, 0]);
  const { x: width, y: height } = map.getSize();
  const frame = { left: corner.x + 4, top: corner.y + 4, right: corner.x + width - 4, bottom: corner.y + height - 4 };
  const taken = squares();
  for (const box of furniture(map, corner)) taken.add(box);
  const marks = inSight(app);
  const wants = marks.flatMap((mark) => WANTS[mark.type](mark, app, taken));
  const done = [];
  for (const want of [...wants, ...orientation(app, marks)].sort((a, b) => b.priority - a.priority)) {
    const [font, tall, spaced] = STYLES[want.style];
    const box = settle(want, measure(want.text, font) + spaced * want.text.length + 4, tall, taken, frame);
    if (!box) continue;
    taken.add({ ...box, hard: true });
    done.push([want, box]);
  }
  return done;
}

// the marks in view that weigh most; countries wherever their middle is
function inSight({ map, data, field, state, full }) {
  const bounds = map.getBounds().pad(0.05);
  const box = [...unit(bounds.getNorthWest()), ...unit(bounds.getSouthEast())];
  const left = { ...MOST };
  const chosen = data.marks.get(state.get("selected"));
  const seen = within(field, box).filter((number) => state.passes(field.marks[number]) && (!full || full(number, map.getZoom())));
  const countries = data.places.filter((mark) => mark.kind === "country" && state.passes(mark));
  const marks = seen.map((number) => field.marks[number]).filter((mark) => left[mark.type]-- > 0);
  return [...new Set([...(chosen ? [chosen] : []), ...countries, ...marks])];
}

function node(app, want, box) {
  const span = el("span", { class: `label ${want.style} ${want.className || ""}`, dir: "auto" }, want.text);
  span.style.left = `${Math.round(box.left)}px`;
  span.style.top = `${Math.round(box.top)}px`;
  if (!want.mark) return span;
  const { id } = want.mark;
  span.dataset.mark = id;
  span.classList.toggle("chosen", id === app.state.get("selected"));
  span.classList.toggle("far", !app.near(want.mark));
  span.addEventListener("click", (event) => {
    event.stopPropagation();
    // a drag that began on the label moves the map and selects nothing
    if (!app.map.dragging.moved()) app.select(id);
  });
  span.addEventListener("mouseenter", (event) => app.hover(id, { originalEvent: event }));
  span.addEventListener("mouseleave", () => app.hover(null));
  return span;
}

// boxes by squares of 64 pixels, so that a label meets only its neighbours
function squares() {
  const held = new Map();
  const keys = function* (box) {
    for (let x = box.left >> 6; x <= box.right >> 6; x++) for (let y = box.top >> 6; y <= box.bottom >> 6; y++) yield x * 4096 + y;
  };
  return {
    add(box) {
      for (const key of keys(box)) held.set(key, [...(held.get(key) || []), box]);
    },
    near(box) {
      return new Set([...keys({ ...box, left: box.left - GAP, right: box.right + GAP })].flatMap((key) => held.get(key) || []));
    },
  };
}

// legend, buttons, timeline, scale and attribution: no label under them
function furniture(map, corner) {
  const home = map.getContainer().getBoundingClientRect();
  const [x, y] = [corner.x - home.left, corner.y - home.top];
  return [...document.querySelectorAll("#legend details, #timeline, .leaflet-control")].map((element) => {
    const box = element.getBoundingClientRect();
    return { left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y, hard: true };
  });
}

// a square that a label must not (hard) or should not (soft) cover
const square = (at, half, hard, mark) => ({
  left: at.x - half,
  right: at.x + half,
  top: at.y - half,
  bottom: at.y + half,
  hard,
  of: mark.id,
});
const weight = (mark, app, usual) => (mark.id === app.state.get("selected") ? 1000 : usual);

// what the marks of each kind want to have written, and where; what they take up goes to taken
const WANTS = {
  place(mark, app, taken) {
    const area = mark.glyph === "area";
    const country = mark.kind === "country";
    const at = app.map.latLngToLayerPoint(country ? seenPart(mark, app) : latlng(mark));
    if (!area) taken.add(square(at, radiusOf(mark) + 1, true, mark));
    const name = mark.label || mark.name;
    return {
      text: country ? name.toLocaleUpperCase() : name,
      at,
      style: WATER.includes(mark.kind) ? "water" : area ? "area" : mark.mentions >= 6 ? "major" : "place",
      className: mark.secondary ? "passing" : "",
      mark,
      centred: area,
      pad: area ? 0 : radiusOf(mark) + 2,
      firm: !mark.secondary,
      priority: weight(mark, app, (mark.secondary ? 34 : area ? 55 : 60) + Math.min(30, mark.mentions)),
    };
  },
  movement(mark, app, taken) {
    const { map, state } = app;
    if (!mark.courses.length) return [];
    const look = lookOf(mark, state.get("measureBy"));
    const spots = spotsAlong(toPixels(map, mark.courses[0]), 14, look);
    if (spots.length < 15) return [];
    for (const at of spots.slice(1, -1)) taken.add(square(at, look.width / 2 + 1, false, mark));
    const long = Math.hypot(spots[0].x - spots[14].x, spots[0].y - spots[14].y) >= 46;
    const priority = weight(mark, app, long ? 45 + 2 * mark.publishers : 40 + mark.publishers);
    // a stub is named at its free end, an arrow at its side
    const free = look.most ? [spots[look.fadeTail && !look.fadeHead ? 0 : 14]] : [8, 6, 10, 4].map((at) => spots[at]);
    if (!long && !look.most && priority < 1000) return [];
    return {
      text: mark.caption,
      at: free[0],
      others: free.slice(1),
      style: "movement",
      className: mark.status,
      mark,
      pad: look.width / 2 + 3,
      priority,
    };
  },
  situation(mark, app, taken) {
    const at = app.map.latLngToLayerPoint(latlng(mark)).add(shiftOf(mark));
    if (mark.kind !== "besieged") taken.add(square(at, 8, true, mark));
    const priority = weight(mark, app, 42);
    return mark.kind === "displaced" || priority > 42 ? { text: mark.caption, at, style: "situation", mark, pad: 10, priority } : [];
  },
  region(mark, app) {
    const priority = weight(mark, app, 38);
    if (app.map.getZoom() < 6 && priority === 38) return [];
    return { text: mark.caption, at: app.map.latLngToLayerPoint(latlng(mark)), style: "region", mark, centred: true, priority };
  },
};

// a country whose middle is out of sight is named where it can be seen, as near to its middle as may be
function seenPart(mark, { map, data }) {
  const usual = latlng(mark);
  const view = map.getBounds().pad(-0.08);
  if (view.contains(usual)) return usual;
  const rings = (outlineOf(data.basemap, mark.country) || []).map(([ring]) => ring.map(([y, x]) => ({ x, y })));
  const steps = Array.from({ length: 81 }, (_, at) => [at % 9, Math.floor(at / 9)].map((step) => step / 8));
  const spots = steps.map(([x, y]) =>
    L.latLng(view.getSouth() + (view.getNorth() - view.getSouth()) * y, view.getWest() + (view.getEast() - view.getWest()) * x),
  );
  const far = ({ lat, lng }) => Math.abs(lat - usual.lat) + Math.abs(lng - usual.lng);
  return spots.sort((a, b) => far(a) - far(b)).find(({ lat, lng }) => rings.some((ring) => holds(ring, lng, lat))) || usual;
}

// countries and cities, quiet, never over a mark
function orientation({ map, data }, marks) {
  if (data.tiles?.labelled) return [];
  const zoom = map.getZoom();
  const bounds = map.getBounds().pad(0.05);
  const places = marks.filter((mark) => mark.type === "place");
  const names = new Set(places.map((mark) => mark.label || mark.name));
  const countries = new Set(places.filter((mark) => mark.kind === "country").map((mark) => mark.country));
  const near = (lon, lat) =>
    places.some(
      ({
        geometry: {
          coordinates: [x, y],
        },
      }) => Math.abs(x - lon) + Math.abs(y - lat) < 0.12,
    );
  const least = CITY_FROM.find(([below]) => zoom < below)[1];
  const quiet = (lon, lat, more) => ({ at: map.latLngToLayerPoint([lat, lon]), shy: true, ...more });
  const lands = data.basemap.countries
    .filter(([, code, lon, lat, , from]) => !countries.has(code) && zoom >= from - 1.5 && zoom <= 8.5 && bounds.contains([lat, lon]))
    .map(([name, , lon, lat, rank]) =>
      quiet(lon, lat, { text: name.toLocaleUpperCase(), style: "country", centred: true, priority: 30 - rank }),
    );
  const cities = data.basemap.cities
    .filter(
      ([name, lon, lat, many, capital]) =>
        (many >= least || (capital && zoom >= 4)) && bounds.contains([lat, lon]) && !names.has(name) && !near(lon, lat),
    )
    .map(([name, lon, lat, many, capital]) =>
      quiet(lon, lat, { text: name, style: "city", pad: 3, priority: 5 + Math.log10(many + 1) + (capital ? 3 : 0) }),
    );
  return [...lands, ...cities];
}

// the best of several positions; shy labels give way to soft obstacles too
function settle(want, width, height, taken, frame) {
  let [best, least] = [null, want.priority < 1000 ? 26 : Infinity];
  for (const [x, y, cost] of positions(want, width, height)) {
    const box = { left: x, top: y, right: x + width, bottom: y + height };
    if (x < frame.left || box.right > frame.right || y < frame.top || box.bottom > frame.bottom) continue;
    let sum = cost;
    for (const other of taken.near(box)) {
      const gap = other.hard ? GAP : 0;
      if (want.mark && other.of === want.mark.id) continue;
      if (other.left - gap >= box.right || other.right + gap <= box.left || other.top >= box.bottom || other.bottom <= box.top) continue;
      sum += other.hard || want.shy ? Infinity : want.firm ? 0.4 : 3;
    }
    if (sum < least) [best, least] = [box, sum];
  }
  return best;
}

const AROUND = [
  [1, 0, 0],
  [-1, 0, 0.6],
  [0, -1, 0.8],
  [0, 1, 1],
  [0.7, -0.7, 1.2],
  [0.7, 0.7, 1.3],
  [-0.7, -0.7, 1.4],
  [-0.7, 0.7, 1.5],
];

// [left, top, cost] beside, above and below each spot, or about it
function positions({ at, others = [], pad = 0, centred }, width, height) {
  if (centred) return [0, -16, 16, -32, 32].map((shift) => [at.x - width / 2, at.y - height / 2 + shift, Math.abs(shift) / 8]);
  const side = (way) => (Math.sign(way) - 1) / 2;
  return [at, ...others].flatMap((spot, turn) =>
    AROUND.map(([x, y, cost]) => [spot.x + pad * x + width * side(x), spot.y + pad * y + height * side(y), cost + turn * 1.5]),
  );
}
