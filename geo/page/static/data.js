// The data blob of the page (see payload.py) and the indexes over it.

import { blocksOf, plainOf, unpacked } from "./blocks.js";
import { rowsOf } from "./columns.js";
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
  const data = index(await unpacked(document.getElementById("geo-data")));
  // the evidence of a small map is open from the start
  if (data.marks.size <= data.blocks.size) await data.block("marks-0");
  return data;
}

// Tables become rows; what hangs on a mark is looked up when somebody asks
function index(data) {
  const marks = new Map();
  const found = (map, mark) => map().get(mark.id) || [];
  const areas = once(() => grouped(rowsOf(data.areas, "area"), (area) => area.mark));
  const links = once(() => linked(data, marks));
  const reports = new Map();
  const firsts = {};
  const hanging = {
    areas: (mark) => found(areas, mark),
    // its place among all marks, and in the blocks
    number: (mark) => firsts[mark.type] + mark.at,
    // the first that tells of it, as soon as its evidence is open
    sentence: (mark) => plainOf(data.opened(mark)?.quotes?.[0][1] || []),
    linked: (mark) => found(links, mark),
    docs: (mark) => kept(reports, mark.documents || "", (text) => text.split(",").filter(Boolean).map(Number)),
    glyph: (mark) => (mark.type === "place" ? GLYPH_PLACES[mark.precision] || "area" : undefined),
    // the places whose dots its tail and its head touch
    meets: (mark) => [marks.get(mark.tail), marks.get(mark.head)],
    courses: (mark) => linesOf(mark.geometry),
  };
  data.basemap.turned = data.turned;
  for (const type of ["movement", "region", "place", "situation"]) {
    firsts[type] = marks.size;
    data[`${type}s`] = rowsOf(data[`${type}s`], type, hanging);
    for (const mark of data[`${type}s`]) marks.set(mark.id, mark);
  }
  return Object.assign(data, { marks }, blocksOf(data));
}

function once(make) {
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

function kept(map, key, make) {
  if (!map.has(key)) map.set(key, make(key));
  return map.get(key);
}

function grouped(rows, key) {
  const groups = new Map();
  for (const row of rows) kept(groups, key(row), () => []).push(row);
  return groups;
}

// which movements begin, end or pass at a place, and which regions lean on it
function linked(data, marks) {
  const links = new Map();
  const link = (from, role, to, back) => {
    if (!marks.has(from) || !marks.has(to)) return;
    kept(links, to, () => []).push([role, from]);
    kept(links, from, () => []).push([back, to]);
  };
  for (const [movement, role, place] of data.ends) link(movement, role, place, role);
  for (const situation of data.situations) link(situation.id, "situation", situation.place_id, "at");
  for (const region of data.regions) for (const place of listed(region.anchor_ids)) link(region.id, "region", place, "anchor");
  return links;
}

// the lines of a movement, each an arrow from tail to head, as Leaflet's [lat, lon]
function linesOf({ type, coordinates }) {
  const lines = { LineString: [coordinates], MultiLineString: coordinates }[type] || [];
  return lines.map((line) => line.map(([lon, lat]) => [lat, lon]));
}
