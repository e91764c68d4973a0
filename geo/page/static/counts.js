// How much there is by place and period, where not all of it is among the marks: discs with numbers, joined by cells
// of the screen. They follow the time and vanish under filters that only single marks can answer.

import { rowsOf } from "./columns.js";
import { plural } from "./dom.js";
import { unit } from "./field.js";

const CELL = 72;
// up to here numbers come first, and the marks are a faint ground
const FAR = 5;
const KINDS = { movements: "movement", situations: "situation", regions: "area" };
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export function startCounts({ map, data, state }) {
  if (!data.counts) return;
  const rows = rowsOf(data.counts, "count", { docs: () => [] });
  const spots = rows.map((row) => unit({ lat: row.lat, lng: row.lon }));
  map.createPane("counts").style.zIndex = 640;
  const discs = L.layerGroup().addTo(map);

  function draw() {
    discs.clearLayers();
    const asked = state.get("filters") || state.get("query") || state.get("report") !== null;
    map.getContainer().classList.toggle("counted", !asked && map.getZoom() <= FAR);
    if (asked) return;
    const size = CELL / (256 * 2 ** map.getZoom());
    const view = map.getBounds().pad(0.1);
    const cells = new Map();
    rows.forEach((row, number) => {
      if (!view.contains([row.lat, row.lon]) || !state.passes(row)) return;
      const key = spots[number].map((share) => Math.floor(share / size)).join();
      if (!cells.has(key)) cells.set(key, { row, most: 0, lat: 0, lon: 0, names: new Set(), movements: 0, situations: 0, regions: 0 });
      add(cells.get(key), row);
    });
    for (const cell of cells.values()) disc(cell).addTo(discs);
  }

  // a disc stands in the middle of what it counts
  function disc({ row, names, lat, lon, ...sums }) {
    const all = Object.keys(KINDS).reduce((sum, kind) => sum + sums[kind], 0);
    const told = Object.keys(KINDS).filter((kind) => sums[kind]);
    const words = told.map((kind) => plural(sums[kind], KINDS[kind])).join(", ");
    const where = names.size > 1 ? `${row.name || "here"} and ${plural(names.size - 1, "other place")}` : row.name || "here";
    const width = 22 + 8 * Math.log10(all);
    const icon = L.divIcon({ className: "count-disc", html: short.format(all), iconSize: [width, width] });
    const marker = L.marker([lat / all, lon / all], { icon, pane: "counts", keyboard: false, title: `${where}: ${words}` });
    return marker.on("click", () => map.setView(marker.getLatLng(), Math.min(map.getMaxZoom(), map.getZoom() + 2)));
  }

  map.on("moveend", draw);
  state.on((changed) => changed.has("visible") && draw());
}

function add(cell, row) {
  const sum = row.movements + row.situations + row.regions;
  if (sum > cell.most) Object.assign(cell, { row, most: sum });
  cell.lat += row.lat * sum;
  cell.lon += row.lon * sum;
  for (const kind of Object.keys(KINDS)) cell[kind] += row[kind];
  cell.names.add(row.name);
}
