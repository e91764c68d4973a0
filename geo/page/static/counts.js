// How much there is by place and period, where not all of it is among the marks: discs with numbers, joined by cells
// of the screen. They follow the time and the legend, and vanish under filters that only single marks can answer.
import { rowsOf } from "./columns.js";
import { plural } from "./dom.js";

const CELL = 72;
// up to here numbers come first, and the marks are a faint ground
const FAR = 5;
const KINDS = { movements: "movement", situations: "situation", regions: "area" };
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const sum = (rows, value) => rows.reduce((all, row) => all + value(row), 0);

export function startCounts({ map, data, state }) {
  if (!data.counts) return;
  const rows = rowsOf(data.counts, "count", { docs: () => [] });
  map.createPane("counts").style.zIndex = 640;
  const discs = L.layerGroup().addTo(map);
  // what the legend leaves of each
  const left = (name, row) => (`,${state.get("off")},`.includes(`,${name},`) ? 0 : row[name] || 0);
  const told = (row, kind) => (row[kind] = sum(data.counts.groups[kind], (name) => left(name, row)));
  const weigh = () => rows.forEach((row) => (row.count = sum(Object.keys(KINDS), (kind) => told(row, kind))));
  function draw() {
    discs.clearLayers();
    const asked = state.get("filters") || state.get("query") || state.get("report") !== null;
    map.getContainer().classList.toggle("counted", !asked && map.getZoom() <= FAR);
    if (asked) return;
    const view = map.getBounds().pad(0.1);
    const seen = rows.filter((row) => row.count && view.contains([row.lat, row.lon]) && state.passes(row));
    const cells = Map.groupBy(seen, ({ lat, lon }) => map.project([lat, lon]).divideBy(CELL).floor().toString());
    for (const cell of cells.values()) disc(cell).addTo(discs);
  }
  // a disc stands in the middle of what it counts; the place with most of it comes first
  function disc(cell) {
    const all = sum(cell, ({ count }) => count);
    const middle = ["lat", "lon"].map((side) => sum(cell, (row) => row[side] * row.count) / all);
    const others = new Set(cell.map(({ name }) => name)).size - 1;
    const parts = Object.entries(KINDS).map(([kind, word]) => [sum(cell, (row) => row[kind]), word]);
    const words = parts.filter(([number]) => number).map(([number, word]) => plural(number, word));
    const title = `${cell[0].name || "Here"}${others ? ` and ${plural(others, "other place")}` : ""}: ${words.join(", ")}`;
    const width = 22 + 8 * Math.log10(all);
    const icon = L.divIcon({ className: "count-disc", html: short.format(all), iconSize: [width, width] });
    const closer = () => map.setView(middle, Math.min(map.getMaxZoom(), map.getZoom() + 2));
    return L.marker(middle, { icon, title, pane: "counts", keyboard: false }).on("click", closer);
  }
  weigh();
  map.on("moveend", draw);
  state.on("off", weigh);
  state.on("visible query", draw);
}
