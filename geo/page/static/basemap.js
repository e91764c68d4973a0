// Land, water, borders: quiet ground under the marks.
import { polyline } from "./columns.js";

export function drawBasemap(map, base) {
  map.createPane("ground");
  const renderer = L.svg({ pane: "ground", padding: 0.4 });
  const common = { renderer, pane: "ground", interactive: false, smoothFactor: 0.8 };
  for (const [name, parts] of Object.entries(base.layers)) {
    const items = parts.flatMap(([digits, texts]) => texts.map((text) => read(text, digits, base.turned)));
    const area = ["land", "lakes"].includes(name);
    const make = area ? L.polygon : L.polyline;
    make(items, { ...common, className: `ground-${name}`, stroke: !area, fill: area, fillRule: "nonzero" }).addTo(map);
  }
}

const read = (item, ...how) => (typeof item === "string" ? polyline(item, ...how) : item.map((one) => read(one, ...how)));

// an online background, only where somebody asked for one: land and water stay beneath, and show where it cannot be loaded
export function drawTiles(map, tiles) {
  if (!tiles) return;
  map.createPane("tiles");
  const layer = L.tileLayer(tiles.url, { ...tiles.options, pane: "tiles" }).addTo(map);
  // a server that does not answer other sites so is asked plainly
  layer.once("tileerror", () => {
    layer.options.crossOrigin = false;
    layer.redraw();
  });
  layer.once("tileload", () => map.getContainer().classList.toggle("labelled", tiles.labelled));
}

// outline of a country that reports name, shown while it is selected
export function outlineOf(base, code) {
  const flipped = (ring) => ring.map(([lat, lon]) => [lon, lat]);
  const parts = base.outlines[code]?.map((part) => read(part, 2, base.turned).map(flipped));
  return parts && { type: "MultiPolygon", coordinates: parts };
}
