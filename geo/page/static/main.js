// Start: load the data, start every part, and lead from mark to mark, report to report, page to page of the panel.
import { drawBasemap, drawTiles } from "./basemap.js";
import { load } from "./data.js";
import { createState } from "./state.js";
import { bring, controls, fit, home, hovering } from "./view.js";

// parts: functions that are called with the app, each after those before it (PARTS of frame.py)
export function start(map, parts) {
  begin(map, parts).catch((error) => {
    document.getElementById("failed").hidden = false;
    throw error;
  });
}

async function begin(map, parts) {
  const data = await load();
  map.setView([20, 10], 2, { animate: false });
  const state = createState(map, data, { off: data.off, tab: data.movements.length ? "movement" : "place" });
  const app = ways(map, data, state);
  controls(map, data);
  drawBasemap(map, data.basemap);
  drawTiles(map, data.tiles);
  state.follow();
  for (const part of parts) part(app);
  home(map, data);
  map.on("moveend", () => state.remember(250)).on("click", (event) => app.select(app.under?.(event) ?? null));
  state.begin();
  visit(app);
  addEventListener("hashchange", () => visit(app));
  document.addEventListener("click", ({ target }) => lead(app, target.closest("[data-to], [data-read], [data-page]")?.dataset));
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
  // the marks of one report, or of all; a page of the panel with it
  function only(report, page = state.get("page")) {
    select(null);
    state.set({ report, page });
    if (report !== null) fit(map, state.shown());
    say(report === null ? "All reports" : `Only the marks of ${data.documents[report].name}`);
  }
  // the selected mark and what hangs on it; everything while nothing is selected
  function near(mark) {
    const chosen = data.marks.get(state.get("selected"));
    return !chosen || mark === chosen || chosen.linked.some(([, id]) => id === mark.id);
  }

  return { map, data, state, select, only, near, say, hover: hovering(map, data, state) };
}

// what leads to a mark, a report or a page of the panel, wherever it stands; back from it where it names none
function lead({ state, select, only }, { to, read, page } = {}) {
  if (to !== undefined) select(to || null);
  if (read !== undefined) only(read ? Number(read) : null, read && "reader");
  if (page !== undefined) state.set({ page: state.get("page") === page ? "" : page });
}

// what the address asks for; the story goes on at the mark
function visit(app) {
  const { view, selected } = app.state.follow();
  if (view) app.map.setView([view[1], view[2]], view[0], { animate: false });
  app.select(selected, { still: Boolean(view), stay: app.state.get("page") === "story" });
}
