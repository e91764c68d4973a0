// Marks on the map: regions, arrows, symbols, places. How they look in every state is in map.css.
import { outlineOf } from "./basemap.js";
import { svg } from "./dom.js";
import { eyeAt, fieldOf, linesAt, linesOf, unit, within } from "./field.js";
import { startGrid } from "./grid.js";
import { disc, drawn, pathOf, pen } from "./look.js";

// [how low it lies: what is above is met first, pixels that it reaches beyond its points]
const MET = { place: [0, 16], situation: [0, 40], movement: [1, 60], region: [2, 0] };
const NEAR = 12;

// Up to data.svgMarks marks are paths of SVG; beyond that a grid of canvases draws them (grid.js), and paths are
// made for what is selected or pointed at.
export function startMarks(app) {
  const { map, data, state } = app;
  const field = fieldOf(data);
  const many = data.marks.size > data.svgMarks;
  const full = many ? startGrid(app, field) : () => true;
  const groups = ["halo", "region", "movement", "situation", "place"].map((pane) => {
    map.createPane(pane);
    return [pane, L.svg({ pane, padding: 0.3 }).addTo(map)._rootGroup];
  });
  const order = many ? [] : bottomUp(data, field);
  const kept = new Map();
  let seen = {};
  // the eye that sees pixels of the map's layers; what was drawn for another is forgotten
  function eye() {
    const { x, y } = map.getPixelOrigin();
    const key = [map.getZoom(), x, y, state.get("measureBy")].join();
    if (seen.key !== key) kept.clear();
    if (seen.key !== key) seen = { key, ...eyeAt(map.getZoom(), x, y) };
    return seen;
  }
  // a mark as it is drawn: its rings of pixels and, once it is asked for, its path
  function outline(mark) {
    const now = eye();
    if (!kept.has(mark)) kept.set(mark, { rings: drawn(mark, linesOf(field, mark.number, now), state.get("measureBy")) });
    return kept.get(mark);
  }
  // [pane, path] of all that is drawn of a mark: its own outline, and the wider doubt, of most while they are selected
  function layersOf(mark, chosen) {
    const own = outline(mark);
    own.path ??= svg("path", { class: mark.look, d: pathOf(own.rings) });
    const [pane, name] = mark.type === "region" ? ["halo", "halo"] : ["region", `extent ${mark.status || ""} ${mark.type}`];
    const wider = mark.type === "region" || chosen ? extents(mark, data, eye()) : [];
    const found = wider.map((rings) => [pane, svg("path", { class: name, d: pathOf(rings) })]);
    if (own.rings.length) found.push([mark.type, own.path]);
    for (const [, path] of found) {
      path.classList.toggle("far", !app.near(mark));
      path.classList.toggle("selected", chosen);
    }
    return found;
  }

  function render() {
    const chosen = new Set(["pointed", "selected"].map((key) => data.marks.get(state.get(key))).filter(Boolean));
    const others = order.filter((mark) => state.visible(mark) && !chosen.has(mark));
    const all = [...others, ...chosen].flatMap((mark) => layersOf(mark, chosen.has(mark)));
    for (const [name, group] of groups) group.replaceChildren(...all.filter(([pane]) => pane === name).map(([, path]) => path));
    map.getContainer().classList.toggle("choosing", state.get("selected") !== null);
  }
  // the mark at a spot of the map, or near it
  function meet(latlng) {
    const [u, v] = unit(latlng);
    const { scale, left, top } = eye();
    let [best, least] = [null, Infinity];
    pen.lineWidth = NEAR;
    for (const [type, [depth, reach]] of Object.entries(MET)) {
      const pad = (reach + NEAR) / scale;
      for (const number of within(field, [u - pad, v - pad, u + pad, v + pad])) {
        const mark = field.marks[number];
        if (mark.type !== type || !state.visible(mark)) continue;
        const path = new Path2D(pathOf(full(number) ? outline(mark).rings : linesOf(field, number, eye())));
        const [on, by] = ["isPointInPath", "isPointInStroke"].map((way) => pen[way](path, u * scale - left, v * scale - top));
        const away = depth + (on && full(number) ? 0 : by ? 0.5 : Infinity);
        if (away < least) [best, least] = [mark.id, away];
      }
    }
    return best;
  }

  app.under = ({ latlng, originalEvent: { target } }) => {
    if (target !== map.getContainer() && !map.getPanes().mapPane.contains(target)) return null;
    return target.closest(".label")?.dataset.mark || meet(latlng);
  };
  map.on("mousemove mouseout", (event) => {
    const id = event.type === "mouseout" ? null : app.under(event);
    if (id || state.get("pointed")) app.hover(id, event);
    map.getContainer().classList.toggle("pointing", Boolean(id));
  });
  map.on("moveend", render);
  state.on("visible selected pointed measureBy", render);
  Object.assign(app, { field, full, eye, outline });
}

// large areas lie under small ones
function bottomUp({ regions, movements, places, situations }, { box }) {
  const size = ({ number: n }) => (box[4 * n + 2] - box[4 * n]) * (box[4 * n + 3] - box[4 * n + 1]);
  return [...regions.toSorted((a, b) => size(b) - size(a)), ...movements, ...places, ...situations];
}

// the rings of what a mark may mean: areas given with it, the outline of a country, the reach of a place
function extents(mark, data, eye) {
  if (mark.type !== "place") return mark.areas.map(({ geometry }) => linesAt(geometry, eye));
  if (mark.glyph !== "area") return [];
  const country = mark.kind === "country" && outlineOf(data.basemap, mark.country);
  if (country) return [linesAt(country, eye)];
  const [[[x, y]]] = linesAt(mark.geometry, eye);
  return mark.reach ? [[disc(mark.reach * eye.scale).map(([u, v]) => [x + u, y + v])]] : [];
}
