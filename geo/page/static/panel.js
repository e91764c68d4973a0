// The side panel (a sheet on phones): lists that mirror the map, and the evidence of what is selected.

import { STATUS } from "./data.js";
import { detailOf, sourceOf } from "./detail.js";
import { cut, dateWords, el, excerpt, listed, plural } from "./dom.js";
import { SITUATIONS, swatch } from "./legend.js";

const SIZES = ["peek", "half", "full"];

export function startPanel(data, app) {
  const root = document.getElementById("panel");
  const state = { tab: null, query: "", root, data, app, back: null };
  const handle = el(
    "button",
    { type: "button", class: "handle", "aria-label": "Show more or less of the list", onclick: () => grow(root) },
    el("span"),
  );
  const head = el("header", {}, el("h1", { dir: "auto" }, data.title), el("p", { class: "sub", dir: "auto" }, subtitle(data)));
  state.tabs = el("div", { class: "tabs", role: "tablist", "aria-label": "Lists" });
  state.search = el("input", { type: "search", placeholder: "Search names, actors, quotes", "aria-label": "Search the list" });
  state.search.addEventListener("input", () => ((state.query = state.search.value.trim().toLocaleLowerCase()), fillList(state)));
  state.filter = el("div", { class: "filter" });
  state.list = el("div", { class: "list", role: "tabpanel", id: "list", tabindex: "-1" });
  state.browse = el("div", { class: "browse" }, state.tabs, el("div", { class: "search" }, state.search), state.filter, state.list);
  state.evidence = el("div", { class: "evidence-pane", hidden: true });
  root.append(handle, head, state.browse, state.evidence);
  sheet(handle, root);
  tabs(state);
  keyboard(state);
  show(state, data.movements.length ? "movement" : "place");
  return {
    open: (mark) => open(state, mark),
    again: () => app.selected && open(state, data.marks.get(app.selected)),
    close: (focus) => close(state, focus),
    filter: () => (filterChip(state), fillList(state)),
    mirror: (id) => mirror(state, id),
  };
}

function subtitle(data) {
  const dates = data.documents
    .map((one) => one.published)
    .filter(Boolean)
    .sort();
  const span = dates.length ? [dateWords(dates[0]), dateWords(dates[dates.length - 1])] : [];
  return [plural(data.documents.length, "report"), [...new Set(span)].join(" – ")].filter(Boolean).join(", ");
}

function grow(root, size) {
  root.dataset.size = size || SIZES[(SIZES.indexOf(root.dataset.size) + 1) % SIZES.length];
}

// drag the handle up or down on a phone
function sheet(handle, root) {
  let from = null;
  handle.addEventListener("pointerdown", (event) => (from = event.clientY));
  addEventListener("pointerup", (event) => {
    if (from === null) return;
    const moved = event.clientY - from;
    from = null;
    if (Math.abs(moved) < 24) return;
    const at = SIZES.indexOf(root.dataset.size) + (moved < 0 ? 1 : -1);
    // the click that follows a drag steps once more; step back for it
    root.dataset.size = SIZES[(Math.max(0, Math.min(2, at)) + 2) % 3];
  });
}

function items(state, tab) {
  const { data } = state;
  return {
    movement: data.movements,
    situation: data.situations,
    region: data.regions,
    place: data.places,
    report: data.documents.map((one, index) => ({ ...one, type: "report", index })),
    declined: data.declined,
  }[tab];
}

const TABS = [
  ["movement", "Movements"],
  ["situation", "Events"],
  ["region", "Areas"],
  ["place", "Places"],
  ["report", "Reports"],
  ["declined", "Not mapped"],
];

// most reports tell of no siege or camp: no tab for what is not there
const shownTabs = (state) => TABS.filter(([tab]) => tab !== "situation" || state.data.situations.length);

function tabs(state) {
  for (const [tab, words] of shownTabs(state)) {
    const button = el(
      "button",
      { type: "button", role: "tab", id: `tab-${tab}`, "data-tab": tab, "aria-controls": "list", onclick: () => show(state, tab) },
      el("b", {}),
      el("span", {}, words),
    );
    state.tabs.append(button);
  }
  state.tabs.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const names = shownTabs(state).map(([tab]) => tab);
    const next = names[(names.indexOf(state.tab) + step + names.length) % names.length];
    show(state, next);
    state.tabs.querySelector(`[data-tab=${next}]`).focus();
    event.preventDefault();
  });
}

function show(state, tab) {
  state.tab = tab;
  for (const button of state.tabs.children) {
    const on = button.dataset.tab === tab;
    button.setAttribute("aria-selected", String(on));
    button.tabIndex = on ? 0 : -1;
  }
  state.list.setAttribute("aria-labelledby", `tab-${tab}`);
  fillList(state);
  state.list.scrollTop = 0;
  if (state.root.dataset.size === "peek" && state.started) grow(state.root, "half");
  state.started = true;
}

function fillList(state) {
  const { tab, app } = state;
  for (const button of state.tabs.children) {
    const count = items(state, button.dataset.tab).filter((one) => app.inFilter(one)).length;
    button.firstChild.textContent = String(count);
  }
  const wanted = items(state, tab).filter((one) => app.inFilter(one) && matches(one, state.query));
  const list = el("div", {});
  let group;
  let rows;
  for (const one of wanted) {
    const next = groupOf(one, tab);
    if (!rows || next !== group) {
      rows = el("ul", {});
      list.append(...(next ? [el("h2", { class: "group" }, next)] : []), rows);
    }
    group = next;
    rows.append(el("li", {}, row(one, state)));
  }
  if (!wanted.length) list.append(el("p", { class: "empty" }, empty(tab, state)));
  state.list.replaceChildren(list);
  const first = list.querySelector("button");
  if (first) first.tabIndex = 0;
  mirror(state, app.selected);
}

function empty(tab, state) {
  if (state.query) return "Nothing here matches the search.";
  return {
    movement: "The reports tell of no movement that could be drawn.",
    situation: "Nothing is told of a place alone.",
    region: "No relative area was found.",
    place: "No place was found.",
    report: "No report.",
    declined: "Everything that was read is on the map.",
  }[tab];
}

function groupOf(one, tab) {
  if (tab === "movement") return STATUS[one.status].label;
  if (tab === "situation") return SITUATIONS[`situation-${one.kind}`];
  if (tab === "region") return one.secondary ? "Inside a named place, or where a known place lies" : "Told relative to a place";
  if (tab === "place") return one.secondary ? "Named only in passing" : "Named as places";
  if (tab === "declined")
    return {
      movement: "Movements",
      situation: "Told of a place",
      region: "Areas",
      name: "Names without a place",
      people: "Words for people, off the map",
    }[one.what];
  return null;
}

function matches(one, query) {
  if (!query) return true;
  if (!one.haystack) {
    const quotes = one.quotes || (one.quote ? [one.quote] : []);
    const words = [
      one.title,
      one.names,
      one.mover,
      one.actor,
      one.place,
      one.origin,
      one.destination,
      one.attribution,
      one.phrases,
      one.text,
      one.why,
      one.publisher,
      one.source,
      ...quotes.map((quote) => quote[2]),
    ];
    one.haystack = words.filter(Boolean).join(" ").toLocaleLowerCase();
  }
  return one.haystack.includes(query);
}

function row(one, state) {
  const { app } = state;
  const button = el("button", { type: "button", class: "row", tabindex: "-1" });
  if (state.tab === "report") {
    button.append(
      el("span", { class: "main", dir: "auto" }, one.title || one.source || "Untitled report"),
      el(
        "span",
        { class: "meta", dir: "auto" },
        [one.publisher, dateWords(one.published) || "no date stated", marksOf(one, state)].filter(Boolean).join(" · "),
      ),
    );
    button.dataset.report = one.index;
    button.addEventListener("click", () => app.only(one.index));
    return button;
  }
  if (state.tab === "declined") return declined(one, state, button);
  button.dataset.mark = one.id;
  button.append(swatch(one), el("span", { class: "main", dir: "auto" }, one.title), el("span", { class: "meta", dir: "auto" }, meta(one)));
  button.addEventListener("click", () => app.select(one.id));
  button.addEventListener("mouseenter", () => app.point(one.id));
  button.addEventListener("mouseleave", () => app.point(null));
  return button;
}

function marksOf(report, state) {
  const count = [...state.data.marks.values()].filter((mark) => mark.docs.includes(report.index)).length;
  return plural(count, "mark");
}

function meta(one) {
  if (one.type === "movement" || one.type === "situation") {
    return [
      plural(one.reports, "report"),
      one.attribution ? `says ${cut(listed(one.attribution)[0], 32)}` : "",
      listed(one.quantity)[0],
      listed(one.time)[0],
    ]
      .filter(Boolean)
      .join(" · ");
  }
  if (one.type === "region") return [plural(one.mentions, "mention"), plural(one.reports, "report")].join(" · ");
  return [plural(one.mentions, "mention"), one.kind, one.country].filter(Boolean).join(" · ");
}

// not mapped: the words, why, and the sentence, opened in place
function declined(one, state, button) {
  const times = one.count > 1 ? `${one.count} times` : "";
  const more = el("div", { class: "more", hidden: true });
  button.setAttribute("aria-expanded", "false");
  button.append(
    el("span", { class: "main", dir: "auto" }, one.what === "movement" ? excerpt(one.quote, 100) : cut(one.text, 110)),
    el("span", { class: "meta", dir: "auto" }, [one.why, times].filter(Boolean).join(" · ")),
  );
  button.addEventListener("click", () => {
    if (!more.childNodes.length) more.append(sourceOf(one.quote, state.data, state.app), suggestions(one));
    more.hidden = !more.hidden;
    button.setAttribute("aria-expanded", String(!more.hidden));
  });
  return el("div", { class: "fold" }, button, more);
}

function suggestions(one) {
  return one.suggestions.length ? el("p", { class: "note", dir: "auto" }, `Near names: ${one.suggestions.join(", ")}`) : "";
}

// one tab stop for the list; arrow keys walk it
function keyboard(state) {
  state.list.addEventListener("keydown", (event) => {
    const rows = [...state.list.querySelectorAll("button.row")];
    const at = rows.indexOf(document.activeElement);
    if (at < 0) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = rows[Math.max(0, Math.min(rows.length - 1, to))];
    rows.forEach((one) => (one.tabIndex = one === next ? 0 : -1));
    next.focus();
  });
  state.list.addEventListener("focusin", (event) => {
    if (event.target.dataset.mark) state.app.point(event.target.dataset.mark);
  });
  state.list.addEventListener("focusout", () => state.app.point(null));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (state.app.selected) state.app.select(null);
    else if (state.app.report !== null) state.app.only(null);
  });
}

function open(state, mark) {
  if (state.evidence.hidden) state.back = document.activeElement;
  const close = el("button", { type: "button", class: "close", onclick: () => state.app.select(null) }, "← All");
  state.evidence.replaceChildren(close, detailOf(mark, state.data, state.app));
  state.evidence.hidden = false;
  state.browse.hidden = true;
  state.evidence.scrollTop = 0;
  if (state.root.dataset.size === "peek") grow(state.root, "half");
  state.evidence.querySelector("h2").focus({ preventScroll: true });
}

function close(state) {
  if (state.evidence.hidden) return;
  state.evidence.hidden = true;
  state.browse.hidden = false;
  const back = state.back && state.back.isConnected ? state.back : state.list.querySelector('button.row[tabindex="0"]');
  if (back) back.focus({ preventScroll: true });
}

function filterChip(state) {
  const { app, data } = state;
  if (app.report === null) return state.filter.replaceChildren();
  const report = data.documents[app.report];
  const name = cut(report.title || report.source || "one report", 70);
  state.filter.replaceChildren(
    el("span", { dir: "auto" }, `Only: ${name}`),
    el("button", { type: "button", onclick: () => app.only(null) }, "Show all"),
  );
  if (state.tab === "report") show(state, data.movements.some((mark) => mark.docs.includes(app.report)) ? "movement" : "place");
}

function mirror(state, id) {
  for (const button of state.list.querySelectorAll("button.row")) {
    button.classList.toggle("current", Boolean(id) && button.dataset.mark === id);
  }
}
