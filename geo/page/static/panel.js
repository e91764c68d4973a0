// The side panel (a sheet on phones): lists that mirror the map, and its pages: evidence, reader, story, save.

import { plainOf } from "./blocks.js";
import { STATUS } from "./data.js";
import { detailOf, markedOf, sourceOf } from "./detail.js";
import { cut, dateWords, el, listed, plural } from "./dom.js";
import { SITUATIONS } from "./legend.js";
import { windowed } from "./rows.js";
import { swatch } from "./swatch.js";

const SIZES = ["peek", "half", "full"];
const PAGES = { "": "browse", detail: "detail", reader: "reader", story: "story", save: "save" };
const TABS = { movement: "Movements", situation: "Events", region: "Areas", place: "Places", report: "Reports", declined: "Not mapped" };
const EMPTY = {
  movement: "The reports tell of no movement that could be drawn.",
  situation: "Nothing is told of a place alone.",
  region: "No relative area was found.",
  place: "No place was found.",
  report: "No report.",
  declined: "Everything that was read is on the map.",
};
const FIELDS = [
  "title",
  "names",
  "mover",
  "actor",
  "place",
  "origin",
  "destination",
  "attribution",
  "phrases",
  "text",
  "why",
  "publisher",
  "source",
];

export function startPanel(app) {
  const { data, state } = app;
  const [root, chip, search, panes] = ["panel", "chip", "search", "tabs"].map((id) => document.getElementById(id));
  const items = {
    movement: data.movements,
    situation: data.situations,
    region: data.regions,
    place: data.places,
    report: data.documents.map((one, index) => ({ ...one, index })),
    declined: data.declined.map((one, at) => ({ ...one, at })),
  };
  // most reports tell of no siege or camp: no tab for what is not there
  const tabs = Object.keys(TABS).filter((tab) => tab !== "situation" || data.situations.length);
  const box = document.getElementById("list");
  const list = windowed(box, { row: (one) => row(one, state.get("tab"), app), group: (one) => groupOf(one, state.get("tab")) });
  let [back, quoted, hunt, last] = [null, new Set(), 0, null];

  document.getElementById("title").textContent = data.title;
  document.getElementById("subtitle").textContent = data.subtitle || spanOf(data);
  for (const tab of tabs) {
    const onclick = () => (state.set({ tab }), root.dataset.size === "peek" && grow("half"));
    panes.append(
      el(
        "button",
        { type: "button", role: "tab", id: `tab-${tab}`, "data-tab": tab, "aria-controls": "list", onclick },
        el("b", {}),
        el("span", {}, TABS[tab]),
      ),
    );
  }
  panes.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    state.set({ tab: tabs[(tabs.indexOf(state.get("tab")) + step + tabs.length) % tabs.length] });
    document.getElementById(`tab-${state.get("tab")}`).focus();
  });
  const grow = sheet(root);
  box.addEventListener("focusin", ({ target }) => state.set({ pointed: target.dataset.mark ?? null }));
  box.addEventListener("mouseover", ({ target }) => state.set({ pointed: target.closest(".row")?.dataset.mark ?? null }));
  for (const gone of ["focusout", "mouseleave"]) box.addEventListener(gone, () => state.set({ pointed: null }));

  function fill() {
    const tab = state.get("tab");
    for (const button of panes.children) {
      const on = button.dataset.tab === tab;
      button.setAttribute("aria-selected", String(on));
      button.tabIndex = on ? 0 : -1;
      button.firstChild.textContent = items[button.dataset.tab]
        .reduce((sum, one) => sum + state.passes(one, "off"), 0)
        .toLocaleString("en");
    }
    box.setAttribute("aria-labelledby", `tab-${tab}`);
    const query = state.get("query").trim().toLocaleLowerCase();
    const found = items[tab].filter(
      (one) => state.passes(one, "off") && (!query || quoted.has(one.number) || haystack(one).includes(query)),
    );
    list.show(found, query ? "Nothing here matches the search." : items[tab].length ? "Nothing here passes the filters." : EMPTY[tab]);
    list.mark(state.get("selected"));
  }

  // the sentences, block by block, when the fields have been searched already
  async function quotes() {
    const turn = ++hunt;
    const query = state.get("query").trim().toLocaleLowerCase();
    quoted = new Set();
    const blocks = query.length < 2 ? 0 : Math.ceil(data.marks.size / data.blocks.size);
    for (let at = 0; at < blocks; at++) {
      const entries = await data.block(`marks-${at}`);
      if (turn !== hunt) return;
      entries.forEach((entry, index) => {
        const words = (entry.quotes || []).map(([, parts]) => plainOf(parts)).join(" ");
        if (words.toLocaleLowerCase().includes(query)) quoted.add(at * data.blocks.size + index);
      });
      if (at === blocks - 1 || at % 20 === 19) fill();
    }
  }

  function page(focus) {
    const now = state.get("page");
    if (now === "detail") open(data.marks.get(state.get("selected")));
    for (const [name, id] of Object.entries(PAGES)) document.getElementById(id).hidden = name !== now;
    if (now && root.dataset.size === "peek") grow("half");
    if (!focus) return;
    if (now) queueMicrotask(() => document.querySelector(`#${PAGES[now]} h2`)?.focus({ preventScroll: true }));
    else if (back?.isConnected && back.offsetParent) back.focus({ preventScroll: true });
    else list.focus(last);
  }

  function open(mark) {
    const close = el("button", { type: "button", class: "close", onclick: () => app.select(null) }, "← Back");
    const pane = document.getElementById("detail");
    pane.replaceChildren(close, detailOf(mark, data, app));
    pane.scrollTop = 0;
  }

  function only() {
    const report = data.documents[state.get("report")];
    if (!report) return chip.replaceChildren();
    const name = cut(report.title || report.source || "one report", 70);
    return chip.replaceChildren(
      el("span", { dir: "auto" }, `Only: ${name}`),
      el("button", { type: "button", onclick: () => app.only(null) }, "Show all"),
    );
  }

  state.on((changed) => {
    const focus = document.activeElement;
    if (changed.has("report")) only();
    if (changed.has("report") && state.get("tab") === "report" && state.get("report") !== null)
      state.set({ tab: data.movements.some((mark) => state.passes(mark, "off")) ? "movement" : "place" });
    if (changed.has("query")) quotes();
    if (["visible", "tab", "query"].some((key) => changed.has(key))) fill();
    if (changed.has("selected")) list.mark(state.get("selected"));
    if (changed.has("page") && state.get("page") && focus?.closest("#browse, #toolbar")) back = focus;
    if (changed.has("selected") && state.get("selected")) last = state.get("selected");
    if (changed.has("page")) page(true);
    else if (changed.has("selected") && state.get("page") === "detail") page(true);
  });

  let pause;
  search.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => state.set({ query: search.value }), data.marks.size > 5000 ? 200 : 0);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (state.get("selected")) app.select(null);
    else if (state.get("page")) state.set({ page: "" });
    else if (state.get("report") !== null) app.only(null);
  });
  const stays = (value) => (["reader", "story"].includes(value) ? value : "");
  state.keep("page", { write: stays, read: stays });
  state.keep("tab", { write: (tab) => (tab === tabs[0] ? "" : tab), read: (text) => (tabs.includes(text) ? text : tabs[0]) });
  state.keep("query", { write: (text) => text, read: (text) => text });
  search.value = state.get("query");
  only();
  page(false);
  app.panel = { again: () => state.get("page") === "detail" && open(data.marks.get(state.get("selected"))) };
}

function spanOf(data) {
  const dates = data.documents
    .map((one) => one.published)
    .filter(Boolean)
    .sort();
  const span = dates.length ? [dateWords(dates[0]), dateWords(dates[dates.length - 1])] : [];
  return [plural(data.documents.length, "report"), [...new Set(span)].join(" – ")].filter(Boolean).join(", ");
}

// the sheet on a phone: the handle is pressed, or dragged up or down
function sheet(root) {
  const grow = (size) => (root.dataset.size = size);
  const step = (by) => grow(SIZES[Math.max(0, Math.min(2, SIZES.indexOf(root.dataset.size) + by))]);
  const handle = document.getElementById("handle");
  let [from, dragged] = [null, false];
  handle.addEventListener("pointerdown", (event) => ([from, dragged] = [event.clientY, false]));
  addEventListener("pointerup", (event) => {
    const moved = from === null ? 0 : event.clientY - from;
    from = null;
    dragged = Math.abs(moved) >= 24;
    if (dragged) step(moved < 0 ? 1 : -1);
  });
  handle.addEventListener("click", () => dragged || (root.dataset.size === "full" ? grow("peek") : step(1)));
  return grow;
}

function groupOf(one, tab) {
  if (tab === "movement") return STATUS[one.status].label;
  if (tab === "situation") return SITUATIONS[`situation-${one.kind}`];
  if (tab === "region") return one.secondary ? "Inside a named place, or where a known place lies" : "Told relative to a place";
  if (tab === "place") return one.secondary ? "Named only in passing" : "Named as places";
  return one.group;
}

const haystack = (one) =>
  FIELDS.map((field) => one[field])
    .filter(Boolean)
    .join(" ")
    .toLocaleLowerCase();

function row(one, tab, app) {
  const line = (main, meta) => [
    el("span", { class: "main", dir: "auto" }, main),
    el("span", { class: "meta", dir: "auto" }, meta.filter(Boolean).join(" · ")),
  ];
  const button = (attributes, ...children) => el("button", { type: "button", class: "row", tabindex: "-1", ...attributes }, ...children);
  if (tab === "declined") return dropped(one, app, button({ "aria-expanded": "false" }, line(markedOf(one.parts), [one.why])));
  if (tab !== "report") return button({ "data-mark": one.id, onclick: () => app.select(one.id) }, swatch(one), line(one.title, meta(one)));
  const marks = app.state.shown().reduce((sum, mark) => sum + mark.docs.includes(one.index), 0);
  const words = [one.publisher, one.date || "no date stated", plural(marks, "mark")];
  return button(
    { "data-report": one.index, onclick: () => (app.read || app.only)(one.index) },
    line(one.title || one.source || "Untitled report", words),
  );
}

function meta(one) {
  if (one.type === "region") return [plural(one.mentions, "mention"), plural(one.reports, "report")];
  if (one.type === "place") return [plural(one.mentions, "mention"), one.kind, one.country];
  const says = one.attribution && `says ${cut(listed(one.attribution)[0], 32)}`;
  return [plural(one.reports, "report"), says, listed(one.quantity)[0], listed(one.time)[0]];
}

// not mapped: the words and why; the sentence and names near by open in place
function dropped(one, app, button) {
  const more = el("div", { class: "more", hidden: true });
  button.addEventListener("click", async () => {
    more.hidden = !more.hidden;
    button.setAttribute("aria-expanded", String(!more.hidden));
    if (more.childNodes.length) return;
    const [sentence, names] = await app.data.dropped(one.at);
    more.replaceChildren(
      sourceOf(sentence, app.data, app),
      names.length ? el("p", { class: "note", dir: "auto" }, `Near names: ${names.join(", ")}`) : "",
    );
  });
  return el("div", { class: "fold" }, button, more);
}
