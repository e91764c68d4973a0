// Start: load the data, start every part, and lead from mark to mark, report to report, page to page of the panel.

import { drawBasemap, drawTiles } from "./basemap.js";
import { plainOf } from "./blocks.js";
import { startCorrections } from "./corrections.js";
import { load, STATUS } from "./data.js";
import { cut, el, svg } from "./dom.js";
import { startFilters } from "./filters.js";
import { startLabels } from "./labels.js";
import { startLegend } from "./legend.js";
import { startMarks } from "./marks.js";
import { startPanel } from "./panel.js";
import { startReader } from "./reader.js";
import { startSave } from "./save.js";
import { createState } from "./state.js";
import { startStory } from "./story.js";
import { startTimeline } from "./timeline.js";
import { bring, controls, fit, home } from "./view.js";

// each is called with the app; those before it are there
const PARTS = [
  startMarks,
  startLabels,
  startLegend,
  startFilters,
  startPanel,
  startCorrections,
  startReader,
  startTimeline,
  startStory,
  startSave,
];

async function begin(map) {
  const data = await load();
  const off = Object.keys(STATUS).filter((name) => STATUS[name].off);
  const tab = data.movements.length ? "movement" : "place";
  const state = createState(data, { tab, page: "", off: new Set(["region-passing", ...off.map((name) => `movement-${name}`)]) });
  const app = ways(map, data, state);
  data.movements.sort((a, b) => STATUS[a.status].order - STATUS[b.status].order);
  for (const marks of [data.regions, data.places]) marks.sort((a, b) => Number(a.secondary || 0) - Number(b.secondary || 0));
  controls(map, data);
  map.setView([20, 10], 2, { animate: false });
  app.ground = drawBasemap(map, data.basemap);
  drawTiles(map, data.tiles);
  hatch();
  keepReport(app);
  for (const part of PARTS) part(app);
  home(map, data);
  map.on("moveend", () => look(app)).on("click", (event) => app.select(app.under?.(event) ?? null));
  state.begin();
  visit(app, state.asked());
  addEventListener("hashchange", () => visit(app, state.follow()));
  document.addEventListener("click", ({ target }) => lead(app, target.closest("[data-to], [data-read]")?.dataset));
  document.documentElement.dataset.ready = "true";
}

// what parts may ask for
function ways(map, data, state) {
  let under = "";
  const say = (words) => (document.getElementById("live").textContent = words);

  // a mark, or none; stay leaves the page of the panel, still leaves the view of the map
  function select(id, { still, stay } = {}) {
    if (id === state.get("selected")) return;
    const page = state.get("page");
    if (id && !stay && page !== "detail") under = page;
    state.set({ selected: id, ...(id && !stay ? { page: "detail" } : page === "detail" ? { page: under } : {}) });
    if (id && !still) bring(map, data.marks.get(id));
  }

  function only(report) {
    select(null);
    state.set({ report });
    if (report !== null) fit(map, state.shown());
    say(report === null ? "All reports" : `Only the marks of ${data.documents[report].title || "this report"}`);
  }

  // the selected mark and what hangs on it; everything while nothing is selected
  function near(mark) {
    const chosen = data.marks.get(state.get("selected"));
    return !chosen || mark === chosen || chosen.linked.some(([, id]) => id === mark.id);
  }

  return { map, data, state, select, only, near, say, fit: (marks) => fit(map, marks), hover: hovering(map, data, state) };
}

function keepReport({ data, state }) {
  state.keep("report", {
    write: (report) => (report === null ? "" : `${report}`),
    read: (text) => (data.documents[text] ? Number(text) : null),
  });
  const chosen = () => {
    const report = state.get("report");
    const of = (one) => (one.docs ? one.docs.includes(report) : one.index === report);
    state.filter("report", report === null ? null : of, of);
  };
  state.on((changed) => changed.has("report") && chosen());
  chosen();
}

// a few words beside the pointer
function hovering(map, data, state) {
  const tip = el("div", { class: "tip", hidden: true, dir: "auto" });
  map.getContainer().append(tip);
  return (id, event) => {
    const mark = data.marks.get(id);
    tip.hidden = !mark || !event?.originalEvent;
    state.set({ pointed: mark ? id : null });
    if (tip.hidden) return;
    tip.replaceChildren(el("b", {}, mark.title), el("span", {}, tipOf(mark, data)));
    const box = map.getContainer().getBoundingClientRect();
    const { clientX: x, clientY: y } = event.originalEvent;
    tip.style.left = `${Math.min(x - box.left + 14, box.width - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(y - box.top + 16, box.height - tip.offsetHeight - 8)}px`;
  };
}

function tipOf(mark, data) {
  const [sentence] = data.opened(mark)?.quotes || [];
  return sentence ? cut(plainOf(sentence[1]).replace(/\s+/g, " "), 140) : "";
}

// hatching tells areas from water and borders where colour is not seen
function hatch() {
  const line = svg("path", { d: "M0 6L6 0", class: "hatch-line" });
  const ground = svg("rect", { width: 6, height: 6, class: "hatch-ground" });
  const pattern = svg("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse" }, ground, line);
  document.body.append(svg("svg", { width: 0, height: 0, class: "defs", "aria-hidden": "true" }, svg("defs", {}, pattern)));
}

function look({ map, state }) {
  const { lat, lng } = map.getCenter();
  state.set({ view: [map.getZoom().toFixed(2), lat.toFixed(4), lng.toFixed(4)] });
}

// what leads to a mark or to a report, wherever it stands
function lead(app, { to, read } = {}) {
  if (to) app.select(to);
  else if (read) app.read(Number(read));
}

function visit(app, { view, selected }) {
  if (view) app.map.setView([view[1], view[2]], view[0], { animate: false });
  look(app);
  // the story goes on at the mark
  app.select(selected, { still: Boolean(view), stay: app.state.get("page") === "story" });
}

begin(globalThis.map_geo).catch((error) => {
  const words = "DecompressionStream" in globalThis ? String(error) : "This browser is too old to read the map's data.";
  document.body.prepend(el("p", { class: "notice", role: "alert" }, words));
  throw error;
});
