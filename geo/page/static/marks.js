// Marks on the map: regions, arrows, symbols, places. How they look in every state is in map.css.

import { outlineOf } from "./basemap.js";
import { svg } from "./dom.js";
import { eyeAt, fieldOf, holds, linesAt, linesOf, unit, within } from "./field.js";
import { startGrid } from "./grid.js";
import { classOf, disc, drawn, pathOf } from "./look.js";

const PANES = { halo: 405, region: 410, movement: 440, situation: 465, place: 470 };
const METRES_ROUND = 40_075_017;
// marks reach so far beyond their points, and are met so far from the pointer, in pixels
const REACH = 60;
const NEAR = 6;
// what lies above others is met first
const DEPTH = { place: 0, situation: 0, movement: 1, region: 5 };

// Up to data.svgMarks marks are paths of SVG; beyond that a grid of canvases draws them (grid.js), and paths are
// made for what is selected or pointed at.
export function startMarks(app) {
  const { map, data, state } = app;
  const field = fieldOf(data);
  const many = data.marks.size > data.svgMarks;
  const full = many ? startGrid(app, field) : () => true;
  const groups = Object.entries(PANES).map(([name, order]) => {
    map.createPane(name).style.zIndex = order;
    return [name, L.svg({ pane: name, padding: 0.3 }).addTo(map)._rootGroup];
  });
  const order = many ? [] : bottomUp(data);
  const [outlines, paths] = [new Map(), new Map()];
  const look = { eye: null, key: "" };

  // what is drawn of a mark, in pixels of the layers; the same until the map is zoomed
  function outline(mark) {
    const { x, y } = map.getPixelOrigin();
    const key = [map.getZoom(), x, y, state.get("measureBy")].join();
    if (look.key !== key) {
      Object.assign(look, { key, eye: eyeAt(map.getZoom(), [x, y]) });
      outlines.clear();
      paths.clear();
    }
    if (!outlines.has(mark)) outlines.set(mark, drawn(mark, linesOf(field, mark.number, look.eye), state.get("measureBy")));
    return outlines.get(mark);
  }

  function pathFor(mark) {
    const rings = outline(mark);
    if (mark.type === "region") return svg("path", { class: classOf(mark), d: pathOf(seen(map, rings)) });
    if (!paths.has(mark)) paths.set(mark, svg("path", { class: classOf(mark), d: pathOf(rings) }));
    return paths.get(mark);
  }

  // [pane, path] of all that is drawn of a mark: its own outline, and the wider doubt, of most while they are selected
  function layersOf(mark, chosen) {
    const found = outline(mark).length ? [[mark.type, pathFor(mark)]] : [];
    const wider = mark.type === "region" || chosen ? extents(mark, data, look.eye) : [];
    const [pane, name] = mark.type === "region" ? ["halo", "halo"] : ["region", `extent ${mark.status || mark.type} ${mark.type}`];
    for (const rings of wider) found.unshift([pane, svg("path", { class: name, d: pathOf(seen(map, rings)) })]);
    for (const [, path] of found) {
      path.classList.toggle("far", !app.near(mark));
      path.classList.toggle("selected", chosen);
    }
    return found;
  }

  function render() {
    const chosen = ["pointed", "selected"].map((key) => data.marks.get(state.get(key))).filter(Boolean);
    const others = order.filter((mark) => state.visible(mark) && !chosen.includes(mark));
    const all = [...others.map((mark) => layersOf(mark, false)), ...[...new Set(chosen)].map((mark) => layersOf(mark, true))].flat();
    for (const [name, group] of groups) group.replaceChildren(...all.filter(([pane]) => pane === name).map(([, path]) => path));
    map.getContainer().classList.toggle("choosing", state.get("selected") !== null);
  }

  // the mark that is nearest to a spot of the map, and on top
  function meet(latlng) {
    const { x, y } = map.latLngToLayerPoint(latlng);
    const [u, v] = unit(latlng);
    const pad = REACH / (256 * 2 ** map.getZoom());
    let [best, least] = [null, NEAR];
    for (const number of within(field, [u - pad, v - pad, u + pad, v + pad])) {
      const mark = field.marks[number];
      if (!state.visible(mark)) continue;
      const far = DEPTH[mark.type] + (full(number) ? outside(outline(mark), x, y) : beyond(linesOf(field, number, look.eye), x, y));
      if (far < least) [best, least] = [mark.id, far];
    }
    return best;
  }

  const panes = map.getPanes().mapPane;
  app.under = ({ latlng, originalEvent: { target } }) => {
    if (target !== map.getContainer() && !panes.contains(target)) return null;
    return target.closest(".label")?.dataset.mark || meet(latlng);
  };
  let asked = 0;
  map.on("mousemove", (event) => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => {
      const id = app.under(event);
      if (id || state.get("pointed")) app.hover(id, event);
      map.getContainer().classList.toggle("pointing", Boolean(id));
    });
  });
  map.on("mouseout", () => {
    cancelAnimationFrame(asked);
    app.hover(null);
  });
  map.on("moveend", render);
  state.on((changed) => ["visible", "selected", "pointed", "measureBy"].some((key) => changed.has(key)) && render());
  Object.assign(app, { field, full, outline });
}

// large areas lie under small ones
function bottomUp(data) {
  const sizes = new Map(data.regions.map((mark) => [mark, sizeOf(L.geoJSON(mark.geometry).getBounds())]));
  const regions = [...data.regions].sort((a, b) => sizes.get(b) - sizes.get(a));
  return [...regions, ...data.movements, ...data.places, ...data.situations];
}

const sizeOf = (box) => (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());

// the rings of what a mark may mean: areas given with it, the outline of a country, the reach of a place
function extents(mark, data, eye) {
  if (mark.type !== "place") return mark.areas.map(({ geometry }) => linesAt(geometry, eye));
  if (mark.glyph !== "area") return [];
  const country = mark.kind === "country" && outlineOf(data.basemap, mark.country);
  if (country) return [linesAt(country, eye)];
  const [[[x, y]]] = linesAt(mark.geometry, eye);
  const radius = ((mark.extent_km || 0) * 1000 * eye.scale) / (METRES_ROUND * Math.cos((mark.geometry.coordinates[1] * Math.PI) / 180));
  return radius ? [[disc(radius).map(([u, v]) => [x + u, y + v])]] : [];
}

// areas are cut a good way outside of the view: dashes along a far border cost time
function seen(map, rings) {
  const { min, max } = map.getPixelBounds();
  const corner = map.getPixelOrigin();
  const view = L.bounds(min.subtract(corner).subtract([999, 999]), max.subtract(corner).add([999, 999]));
  return rings.map((ring) => L.PolyUtil.clipPolygon(ring.map(L.point), view).map(({ x, y }) => [x, y])).filter((ring) => ring.length);
}

// pixels from a spot to a shape, to a line
const outside = (rings, x, y) => (rings.some((ring) => holds(ring, x, y)) ? 0 : beyond(rings, x, y));
const beyond = (lines, x, y) => Math.min(...lines.flatMap((line) => line.slice(1).map((end, n) => aside(line[n], end, x, y))));

function aside([ax, ay], [bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + dx * share - x, ay + dy * share - y);
}
