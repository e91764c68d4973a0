// The side panel (a sheet on phones): lists that mirror the map, and its pages: evidence, reader, story, save.
import { detailOf } from "./detail.js";
import { el, plainOf, swatch } from "./dom.js";
import { rowsIn } from "./rows.js";

const PARTS = ["panel", "list", "tabs", "search", "chip", "evidence", "handle"];
const PAGES = ["browse", "detail", "reader", "story", "save"];
const SIZES = ["peek", "half", "full"];
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
const FIELDS = "title names mover actor place origin destination attribution phrases text why publisher source".split(" ");

// as it is searched: without accents and capitals
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

export function startPanel(app) {
  const { data, state } = app;
  const [root, box, panes, search, chip, pane, handle] = PARTS.map((id) => document.getElementById(id));
  const tabs = [...panes.children];
  const names = tabs.map((tab) => tab.dataset.tab);
  const groups = Map.groupBy(data.marks.values(), (mark) => mark.group);
  const ranked = (type) => Object.keys(data.groups).flatMap((name) => (groups.get(name)?.[0].type === type ? groups.get(name) : []));
  const lists = { report: data.documents, declined: data.declined };
  const items = Object.fromEntries(names.map((name) => [name, lists[name] || ranked(name)]));
  const list = rowsIn(box, { row: (one) => rowOf(one, data), group: (one) => data.groups[one.group] || one.group });
  const query = () => plain(state.get("query").trim());
  let [back, quoted, pause, from] = [null, new Set(), 0, 0];

  function fill() {
    const name = names.includes(state.get("tab")) ? state.get("tab") : names[0];
    const asked = query();
    for (const tab of tabs) {
      const count = items[tab.dataset.tab].reduce((sum, one) => sum + state.passes(one, "off"), 0);
      tab.firstElementChild.textContent = count.toLocaleString("en");
      tab.setAttribute("aria-selected", tab.dataset.tab === name);
      tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
    }
    box.setAttribute("aria-labelledby", `tab-${name}`);
    const has = (one) => !asked || quoted.has(one) || plain(String(FIELDS.map((field) => one[field]))).includes(asked);
    const found = items[name].filter((one) => state.passes(one, "off") && has(one));
    const { empty } = tabs[names.indexOf(name)].dataset;
    list.show(found, asked ? "Nothing here matches the search." : items[name].length ? "Nothing here passes the filters." : empty);
    list.mark(state.get("selected"));
  }
  // the sentences, when the fields have been searched already
  async function quotes() {
    const asked = query();
    search.value = state.get("query");
    quoted = new Set();
    for (const mark of asked.length > 1 ? data.inBlocks() : []) {
      const { sources } = data.opened(mark) || (await data.detailsOf(mark));
      if (asked !== query()) return;
      if (plain(sources.map(plainOf).join(" ")).includes(asked)) quoted.add(mark);
      if (mark.slot % 10000 === 9999) fill();
    }
    if (quoted.size) fill();
  }
  // into a page that opens, and back to what opened it
  function turn(focus) {
    const mark = data.marks.get(state.get("selected"));
    const now = PAGES.find((page) => page === state.get("page") && (page !== "detail" || mark)) || "browse";
    if (now === "detail") pane.replaceChildren(detailOf(mark, app));
    pane.parentNode.scrollTop = 0;
    for (const page of PAGES) document.getElementById(page).hidden = page !== now;
    for (const way of document.querySelectorAll("#toolbar [data-page]")) way.setAttribute("aria-pressed", way.dataset.page === now);
    if (now !== "browse") grow();
    if (focus && now !== "browse") queueMicrotask(() => document.querySelector(`#${now} h2`)?.focus({ preventScroll: true }));
    else if (focus && back?.checkVisibility()) back.focus({ preventScroll: true });
    else if (focus) list.focus();
  }

  function only() {
    const report = state.get("report");
    const of = (one) => one.docs.includes(report);
    state.filter("only", report === null ? null : of, of);
    chip.hidden = report === null;
    if (report !== null) chip.querySelector("bdi").textContent = data.documents[report].name;
    if (report !== null && state.get("tab") === "report") state.set({ tab: data.movements.some(of) ? "movement" : "place" });
  }
  // the sheet of a phone by some steps up or down; when something opens in it, at least half of it
  function grow(by = SIZES.indexOf(root.dataset.size) ? 0 : 1) {
    root.dataset.size = SIZES[Math.max(0, Math.min(2, SIZES.indexOf(root.dataset.size) + by))];
  }

  const press = () => grow(root.dataset.size === "full" ? -2 : 1);
  handle.addEventListener("click", ({ detail }) => detail || press());
  handle.addEventListener("pointerdown", ({ clientY, pointerId }) => {
    from = clientY;
    handle.setPointerCapture(pointerId);
  });
  handle.addEventListener("pointerup", ({ clientY }) => (Math.abs(from - clientY) < 24 ? press() : grow(Math.sign(from - clientY))));
  panes.addEventListener("click", ({ target }) => {
    state.set({ tab: target.closest("[data-tab]").dataset.tab });
    grow();
  });
  panes.addEventListener("keydown", ({ target, key }) => {
    const tab = tabs.at((tabs.indexOf(target) + STEPS[key]) % tabs.length);
    if (!STEPS[key]) return;
    tab.click();
    tab.focus();
  });
  const pointed = ({ target }) => state.set({ pointed: target.closest(".row")?.dataset.mark ?? null });
  for (const come of ["focusin", "mouseover"]) box.addEventListener(come, pointed);
  for (const gone of ["focusout", "mouseleave"]) box.addEventListener(gone, () => state.set({ pointed: null }));
  search.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => state.set({ query: search.value }), data.marks.size > 5000 ? 200 : 0);
  });
  document.addEventListener("keydown", ({ key, defaultPrevented }) => {
    if (key !== "Escape" || defaultPrevented) return;
    if (state.get("page") && state.get("page") !== "detail") state.set({ page: "" });
    else if (state.get("selected")) app.select(null);
    else if (state.get("report") !== null) app.only(null);
  });

  only();
  turn();
  state.on("page", () => state.get("page") && (back = document.activeElement?.closest("#browse button, #toolbar button") || back));
  state.on("report", only);
  state.on("query", quotes);
  state.on("visible tab query", fill);
  state.on("selected", () => list.mark(state.get("selected")));
  state.on("page selected", (pass) => (pass.has("page") || state.get("page") === "detail") && turn(true));
}

// a row of a list; of a report and of what is not mapped it is a tree, the last opens in place
function rowOf(one, data) {
  if (one.type) {
    const words = [el("span", { class: "main" }, one.title), el("span", { class: "meta" }, one.meta)];
    return el("button", { class: "row", tabindex: "-1", "data-mark": one.id, "data-to": one.id }, swatch(one), words);
  }
  const row = data.grow(one.row);
  const open = async () => row.lastChild.append(...(await data.dropped(data.declined.indexOf(one))).map(data.grow));
  if (one.why) row.addEventListener("toggle", open, { once: true });
  return row;
}
