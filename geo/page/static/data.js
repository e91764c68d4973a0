// The data blob of the page (see payload.py) and the indexes over it.

import { listed } from "./dom.js";

export const STATUS = {
  happened: { label: "Reported as happened", order: 0 },
  claimed: { label: "Claimed by a party, or hearsay", order: 1 },
  attempted: { label: "Attempted", order: 2 },
  planned: { label: "Planned or expected", order: 3 },
  possible: { label: "Possible", order: 4 },
  prevented: { label: "Prevented", order: 5 },
  past: { label: "Before these events", order: 6 },
  denied: { label: "Denied", order: 7, off: true },
};

const GLYPH_PLACES = { settlement: "dot", exact: "diamond" };

export async function load() {
  const text = document.getElementById("geo-data").textContent;
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const data = await new Response(stream).json();
  seam(data);
  return index(data);
}

const SEAM = -30;

// Arrows that run past 180 degrees: the page is cut in the Atlantic instead of the Pacific
function seam(data) {
  const lons = data.arrows.flatMap(([, lines]) => lines.flat().map(([lon]) => lon));
  data.turned = data.basemap.turned = lons.some((lon) => lon > 180 || lon < -180);
  if (!data.turned) return;
  const east = (point) => (point[0] += 360);
  const turn = (line) => line[0][0] < SEAM && line.forEach(east);
  const walk = (value) => (typeof value[0][0] === "number" ? turn(value) : value.forEach(walk));
  for (const mark of [...data.places, ...data.regions, ...data.movements, ...data.situations, ...data.areas]) {
    const { type, coordinates } = mark.geometry;
    if (type !== "Point") walk(coordinates);
    else if (coordinates[0] < SEAM) east(coordinates);
  }
  data.arrows.forEach(([, lines]) => walk(lines));
  for (const label of data.basemap.countries) if (label[2] < SEAM) label[2] += 360;
  for (const label of data.basemap.cities) if (label[1] < SEAM) label[1] += 360;
  data.view = null;
}

function index(data) {
  const marks = new Map();
  const add = (kind) => (mark) => {
    mark.type = kind;
    mark.quotes = [];
    mark.choices = [];
    mark.areas = [];
    mark.docs = (mark.documents || "").split(",").filter(Boolean).map(Number);
    marks.set(mark.id, mark);
  };
  data.movements.forEach(add("movement"));
  // large areas lie under small ones
  [...data.regions].sort((a, b) => spread(b.geometry) - spread(a.geometry)).forEach(add("region"));
  data.places.forEach(add("place"));
  data.situations.forEach(add("situation"));
  for (const mark of data.places) mark.glyph = GLYPH_PLACES[mark.precision] || "area";
  for (const quote of data.quotes) if (marks.has(quote[0])) marks.get(quote[0]).quotes.push(quote);
  for (const choice of data.choices) if (marks.has(choice[0])) marks.get(choice[0]).choices.push(choice);
  for (const area of data.areas) if (marks.has(area.mark)) marks.get(area.mark).areas.push(area);
  for (const [mark, lines] of data.arrows) if (marks.has(mark)) marks.get(mark).arrows = lines;
  for (const mark of data.movements) mark.courses = courses(mark);
  link(data, marks);
  data.marks = marks;
  return data;
}

function spread(shape) {
  const points = shape.coordinates.flat(shape.type === "MultiPolygon" ? 2 : 1);
  const side = (at) => {
    const values = points.map((point) => point[at]);
    return Math.max(...values) - Math.min(...values);
  };
  return side(0) * side(1);
}

// which movements begin, end or pass at a place, and which regions lean on it
function link(data, marks) {
  for (const mark of marks.values()) mark.linked = [];
  for (const [movement, role, place] of data.ends) {
    if (!marks.has(movement) || !marks.has(place)) continue;
    marks.get(place).linked.push([role, movement]);
    marks.get(movement).linked.push([role, place]);
  }
  for (const situation of data.situations) {
    if (!marks.has(situation.place_id)) continue;
    marks.get(situation.place_id).linked.push(["situation", situation.id]);
    situation.linked.push(["at", situation.place_id]);
  }
  for (const region of data.regions) {
    for (const place of listed(region.anchor_ids)) {
      if (!marks.has(place)) continue;
      marks.get(place).linked.push(["region", region.id]);
      region.linked.push(["anchor", place]);
    }
  }
}

// the lines of a movement, each an arrow from tail to head, as Leaflet's [lat, lon]
function courses(mark) {
  const flip = (line) => line.map(([lon, lat]) => [lat, lon]);
  if (mark.arrows) return mark.arrows.map(flip);
  const { type, coordinates } = mark.geometry;
  if (type === "LineString") return [flip(coordinates)];
  return type === "MultiLineString" ? coordinates.map(flip) : [];
}

// Google's encoded polyline with (lon, lat) order; gives Leaflet's [lat, lon]
export function polyline(text, digits, turned) {
  const factor = 10 ** digits;
  const points = [];
  let x = 0;
  let y = 0;
  for (let at = 0; at < text.length; ) {
    const pair = [0, 0];
    for (let side = 0; side < 2; side++) {
      let shift = 0;
      let value = 0;
      let code;
      do {
        code = text.charCodeAt(at++) - 63;
        value |= (code & 31) << shift;
        shift += 5;
      } while (code >= 32);
      pair[side] = value & 1 ? ~(value >> 1) : value >> 1;
    }
    x += pair[0];
    y += pair[1];
    points.push([y / factor, x / factor]);
  }
  if (turned && points[0][1] < SEAM) for (const point of points) point[1] += 360;
  return points;
}
