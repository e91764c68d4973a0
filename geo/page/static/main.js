// Start: load the data, start every part, and lead from mark to mark, report to report, page to page of the panel.

import { drawBasemap, drawTiles } from "./basemap.js";
import { startCorrections } from "./corrections.js";
import { startCounts } from "./counts.js";
import { load } from "./data.js";
import { el } from "./dom.js";
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
import { bring, controls, fit, home, hovering } from "./view.js";

// each is called with the app; those before it are there
const DRAWN = [startMarks, startLabels, startCounts, startLegend, startFilters];
const BESIDE = [startPanel, startCorrections, startReader, startTimeline, startStory, startSave];

async function begin(map) {
  const data = await load();
  const state = createState(data);
  const app = ways(map, data, state);
  controls(map, data);
  map.setView([20, 10], 2, { animate: false });
  drawBasemap(map, data.basemap);
  drawTiles(map, data.tiles);
  for (const part of [...DRAWN, ...BESIDE]) part(app);
  home(map, data);
  map.on("moveend", () => look(app)).on("click", (event) => app.select(app.under?.(event) ?? null));
  state.begin();
  visit(app);
  addEventListener("hashchange", () => visit(app));
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

  return { map, data, state, select, only, near, say, fit: (marks) => fit(map, marks), hover: hovering({ map, data, state }) };
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

// what the address asks for; the story goes on at the mark
function visit(app) {
  const { view, selected } = app.state.follow();
  if (view) app.map.setView([view[1], view[2]], view[0], { animate: false });
  look(app);
  app.select(selected, { still: Boolean(view), stay: app.state.get("page") === "story" });
}

begin(globalThis.map_geo).catch((error) => {
  const words = "DecompressionStream" in globalThis ? String(error) : "This browser is too old to read the map's data.";
  document.body.prepend(el("p", { class: "notice", role: "alert" }, words));
  throw error;
});
