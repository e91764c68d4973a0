// Start: load the data, draw, and keep selection, filter and view in step with the list and the address.

import { arrowOutline } from "./arrows.js";
import { drawBasemap } from "./basemap.js";
import { startCorrections } from "./corrections.js";
import { STATUS, load } from "./data.js";
import { cut, el, svg } from "./dom.js";
import { latlng, startLabels } from "./labels.js";
import { startLegend } from "./legend.js";
import { drawMarks, groupName, lookOf, ringsOf, styleMark } from "./marks.js";
import { startPanel } from "./panel.js";

async function begin(map) {
  const data = await load();
  const app = {
    map,
    data,
    selected: null,
    pointed: null,
    report: null,
    measureBy: "reports",
    off: new Set([
      "region-passing",
      ...Object.keys(STATUS)
        .filter((name) => STATUS[name].off)
        .map((name) => `movement-${name}`),
    ]),
  };
  data.movements.sort((a, b) => STATUS[a.status].order - STATUS[b.status].order);
  data.regions.sort((a, b) => Number(a.secondary || 0) - Number(b.secondary || 0));
  data.places.sort((a, b) => Number(a.secondary || 0) - Number(b.secondary || 0));
  controls(map, app);
  map.setView([20, 10], 2, { animate: false });
  app.ground = drawBasemap(map, data.basemap);
  behave(app);
  const drawn = drawMarks(map, data, { select: app.select, hover: app.hover });
  app.drawn = drawn;
  hatch();
  app.relabel = startLabels(map, app);
  startLegend(data, app);
  app.panel = startPanel(data, app);
  app.edits = startCorrections(data, app);
  view(map, data);
  app.refresh();
  restore(app);
  map.on("moveend", () => remember(app));
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => app.refresh());
  }
  document.documentElement.dataset.ready = "true";
}

function behave(app) {
  const { map, data } = app;
  const tip = el("div", { class: "tip", hidden: true, dir: "auto" });
  map.getContainer().append(tip);
  app.inFilter = (mark) => {
    if (app.report === null) return true;
    if (mark.type === "report") return mark.index === app.report;
    return (mark.docs || mark.documents || []).includes(app.report);
  };
  app.on = (mark) => mark.id === app.selected || (!app.off.has(groupName(mark)) && app.inFilter(mark));
  // the selected mark and what hangs on it; everything while nothing is selected
  app.near = (mark) => {
    const chosen = data.marks.get(app.selected);
    return !chosen || mark === chosen || chosen.linked.some(([, id]) => id === mark.id);
  };
  app.shown = () => [...data.marks.values()].filter(app.on);
  app.refresh = () => {
    for (const mark of data.marks.values()) restyle(app, mark);
    app.relabel();
  };
  app.select = (id, options) => select(app, id, options || {});
  app.only = (report) => {
    app.report = report;
    app.select(null);
    app.panel.filter();
    app.refresh();
    if (report !== null) fit(map, app.shown());
    say(report === null ? "All reports" : `Only the marks of ${data.documents[report].title || "this report"}`);
  };
  app.toggle = (group, on) => {
    if (on) app.off.delete(group);
    else app.off.add(group);
    app.refresh();
  };
  app.measure = (by) => {
    app.measureBy = by;
    for (const mark of data.movements) {
      for (const layer of app.drawn.get(mark.id)) if (layer.part === "arrow") layer.rebuild(arrowOutline(lookOf(mark, by)));
    }
    app.relabel();
  };
  app.point = (id) => {
    const before = app.pointed;
    app.pointed = id;
    for (const one of [before, id]) if (one && data.marks.has(one)) restyle(app, data.marks.get(one));
  };
  app.hover = (id, event) => hover(app, tip, id, event);
  map.on("click", () => app.select(null));
}

function restyle(app, mark) {
  const state = { on: app.on(mark), dim: !app.near(mark), selected: mark.id === app.selected || mark.id === app.pointed };
  styleMark(app.map, mark, app.drawn.get(mark.id), state);
}

function select(app, id, options) {
  if (id === app.selected) return;
  app.selected = id;
  const mark = id ? app.data.marks.get(id) : null;
  if (mark) app.panel.open(mark);
  else app.panel.close();
  app.panel.mirror(id);
  app.map.getContainer().classList.toggle("choosing", Boolean(mark));
  app.refresh();
  if (mark && !options.still) bring(app, mark);
  remember(app);
}

function hover(app, tip, id, event) {
  const mark = id && app.data.marks.get(id);
  tip.hidden = !mark || !event || !event.originalEvent;
  if (app.pointed !== id) app.point(id);
  if (tip.hidden) return;
  tip.replaceChildren(el("b", {}, mark.title), mark.quotes.length ? el("span", {}, cut(mark.quotes[0][2].replace(/\s+/g, " "), 140)) : "");
  const box = app.map.getContainer().getBoundingClientRect();
  const { clientX: x, clientY: y } = event.originalEvent;
  tip.style.left = `${Math.min(x - box.left + 14, box.width - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(y - box.top + 16, box.height - tip.offsetHeight - 8)}px`;
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function boundsOf(mark) {
  if (mark.geometry.type === "Point") return latlng(mark).toBounds(2000);
  return L.latLngBounds([...(mark.courses || []).flat(), ...ringsOf(mark.geometry).flat(2)]);
}

// the part of the map that no panel covers
function padding() {
  const wide = matchMedia("(min-width: 861px)").matches;
  const panel = document.getElementById("panel");
  const covered = wide ? 0 : { half: 0.58, full: 0.9 }[panel.dataset.size] * panel.offsetHeight - 130 || 0;
  const legend = document.getElementById("legend");
  const right = wide && legend.querySelector("[open]") ? legend.offsetWidth * (innerWidth > 1200 ? 1.05 : 0.5) : 34;
  return { paddingTopLeft: [wide ? 60 : 34, 34], paddingBottomRight: [right, Math.min(covered, innerHeight * 0.6) + 40] };
}

function bring(app, mark) {
  const { map } = app;
  const bounds = boundsOf(mark);
  const {
    paddingBottomRight: [right, bottom],
  } = padding();
  const size = map.getSize();
  const corner = (point) => map.latLngToContainerPoint(point);
  const [a, b] = [corner(bounds.getNorthWest()), corner(bounds.getSouthEast())];
  const seen = a.x > 10 && a.y > 10 && b.x < size.x - right && b.y < size.y - bottom;
  const tiny = mark.type !== "place" && Math.max(b.x - a.x, b.y - a.y) < 24;
  if (!seen || tiny) map.fitBounds(bounds, { ...padding(), maxZoom: Math.max(map.getZoom(), tiny ? 9 : 7), animate: !calm() });
}

function fit(map, marks, animate = !calm()) {
  const pointed = marks.filter((mark) => mark.glyph !== "area");
  if (pointed.length) {
    const bounds = pointed.reduce((all, mark) => all.extend(boundsOf(mark)), L.latLngBounds([]));
    map.fitBounds(bounds, { ...padding(), maxZoom: 9, animate });
  }
}

function view(map, data) {
  if (!data.view)
    return fit(
      map,
      [...data.marks.values()].filter((mark) => !mark.secondary),
      false,
    );
  const [west, south, east, north] = data.view;
  map.fitBounds(
    [
      [south, west],
      [north, east],
    ],
    { ...padding(), maxZoom: 9, animate: false },
  );
  return map;
}

function controls(map, app) {
  map.attributionControl = L.control.attribution({ prefix: "Leaflet" }).addTo(map);
  map.attributionControl.addAttribution("Natural Earth · GeoNames (CC BY)");
  L.control.zoom({ position: "topleft" }).addTo(map);
  L.control.scale({ position: "bottomleft", maxWidth: 120 }).addTo(map);
  const North = L.Control.extend({
    onAdd() {
      const all = el("button", { type: "button", class: "all", title: "Show all marks", "aria-label": "Show all marks" }, "⤢");
      all.addEventListener("click", () => view(map, app.data));
      L.DomEvent.disableClickPropagation(all);
      return el("div", { class: "leaflet-bar" }, all);
    },
  });
  new North({ position: "topleft" }).addTo(map);
  const Up = L.Control.extend({ onAdd: () => el("div", { class: "north", title: "North is up" }, "N ↑") });
  new Up({ position: "bottomleft" }).addTo(map);
  map.setMaxBounds(
    app.data.turned
      ? [
          [-86, -90],
          [86, 400],
        ]
      : [
          [-86, -270],
          [86, 270],
        ],
  );
}

// hatching tells areas from water and borders where colour is not seen
function hatch() {
  const lines = svg("path", { d: "M0 6L6 0", class: "hatch-line" });
  const pattern = svg(
    "pattern",
    { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: 6, height: 6, class: "hatch-ground" }),
    lines,
  );
  document.body.append(svg("svg", { width: 0, height: 0, class: "defs", "aria-hidden": "true" }, svg("defs", {}, pattern)));
}

function say(words) {
  document.getElementById("live").textContent = words;
}

// #zoom/lat/lon/mark
function remember(app) {
  const at = app.map.getCenter();
  const parts = [app.map.getZoom().toFixed(2), at.lat.toFixed(4), at.lng.toFixed(4)];
  if (app.selected) parts.push(encodeURIComponent(app.selected));
  history.replaceState(null, "", `#${parts.join("/")}`);
}

function restore(app) {
  const [zoom, lat, lon, id] = location.hash.slice(1).split("/");
  if ([zoom, lat, lon].every((value) => value && Number.isFinite(Number(value))))
    app.map.setView([Number(lat), Number(lon)], Number(zoom), { animate: false });
  const mark = id && decodeURIComponent(id);
  if (mark && app.data.marks.has(mark)) app.select(mark, { still: true });
}

export const start = (map) =>
  begin(map).catch((error) => {
    const words = "DecompressionStream" in globalThis ? String(error) : "This browser is too old to read the map's data.";
    document.body.prepend(el("p", { class: "notice", role: "alert" }, words));
    throw error;
  });
start(globalThis.map_geo);
