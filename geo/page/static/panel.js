// The side panel (a sheet on phones): lists that mirror the map, and its pages: evidence, reader, story, save.

import { detailOf, markedOf, sourceOf } from "./detail.js";
import { cut, el, listed, plainOf, plural } from "./dom.js";
import { rowsIn } from "./rows.js";
import { swatch } from "./swatch.js";

const SIZES = ["peek", "half", "full"];
const PAGES = ["browse", "detail", "reader", "story", "save"];
const FIELDS = "title names mover actor place origin destination attribution phrases text why publisher source".split(" ");
const KEYS = { ArrowRight: 1, ArrowLeft: -1 };

export function startPanel(app) {
  const { data, state } = app;
  const [root, box, panes, search, chip, pane] = ["panel", "list", "tabs", "search", "chip", "evidence"].map((id) =>
    document.getElementById(id),
  );
  const buttons = [...panes.children];
  const tabs = buttons.map((button) => button.dataset.tab);
  const items = { report: data.documents, declined: data.declined };
  for (const type of ["movement", "situation", "region", "place"])
    items[type] = [...data[`${type}s`]].sort((a, b) => app.rank(a) - app.rank(b));
  const list = rowsIn(box, { row: (one) => rowOf(one, app), group: (one) => one.group && (app.words(one.group) || one.group) });
  const grow = sheet(root);
  const query = () => state.get("query").trim().toLocaleLowerCase();
  let [back, quoted, hunt, pause] = [null, new Set(), 0, 0];

  function fill() {
    const tab = state.get("tab");
    for (const button of buttons) {
      const count = items[button.dataset.tab].reduce((sum, one) => sum + state.passes(one, "off"), 0);
      button.setAttribute("aria-selected", button.dataset.tab === tab);
      button.tabIndex = button.dataset.tab === tab ? 0 : -1;
      button.firstElementChild.textContent = count.toLocaleString("en");
    }
    box.setAttribute("aria-labelledby", `tab-${tab}`);
    const asked = query();
    const has = (one) => !asked || quoted.has(one.number) || haystack(one).includes(asked);
    const { empty } = buttons[tabs.indexOf(tab)].dataset;
    const why = asked ? "Nothing here matches the search." : items[tab].length ? "Nothing here passes the filters." : empty;
    list.show(
      items[tab].filter((one) => state.passes(one, "off") && has(one)),
      why,
    );
    list.mark(state.get("selected"));
  }

  // the sentences, block by block, when the fields have been searched already
  async function quotes() {
    const turn = ++hunt;
    quoted = new Set();
    const blocks = query().length < 2 ? 0 : Math.ceil(data.marks.size / data.blocks.size);
    for (let at = 0; at < blocks; at++) {
      const entries = await data.block(`marks-${at}`);
      if (turn !== hunt) return;
      entries.forEach(({ quotes: told = [] }, index) => {
        const words = told.map(([, parts]) => plainOf(["q", ...parts])).join(" ");
        if (words.toLocaleLowerCase().includes(query())) quoted.add(at * data.blocks.size + index);
      });
      if (at === blocks - 1 || at % 20 === 19) fill();
    }
  }

  function turn() {
    const now = state.get("page") || "browse";
    const mark = data.marks.get(state.get("selected"));
    if (now === "detail" && mark) pane.replaceChildren(detailOf(mark, data, app));
    pane.parentNode.scrollTop = 0;
    for (const page of PAGES) document.getElementById(page).hidden = page !== now;
    if (now !== "browse" && root.dataset.size === "peek") grow("half");
  }

  // into a page that opens, and back to what opened it
  function focus() {
    const page = state.get("page");
    if (page) queueMicrotask(() => document.querySelector(`#${page} h2`)?.focus({ preventScroll: true }));
    else if (back?.checkVisibility()) back.focus({ preventScroll: true });
    else list.focus(back?.dataset.mark);
  }

  function only() {
    const report = state.get("report");
    const of = (one) => one.docs?.includes(report);
    state.filter("only", report === null ? null : of, of);
    chip.hidden = report === null;
    if (report !== null) chip.querySelector("bdi").textContent = cut(nameOf(data.documents[report]), 70);
    if (report !== null && state.get("tab") === "report") state.set({ tab: data.movements.some(of) ? "movement" : "place" });
  }

  state.on((changed) => {
    const from = document.activeElement;
    if (changed.has("report")) only();
    if (changed.has("query")) quotes();
    if (["visible", "tab", "query"].some((key) => changed.has(key))) fill();
    if (changed.has("selected")) list.mark(state.get("selected"));
    if (changed.has("page") && state.get("page") && from?.closest("#browse, #toolbar")) back = from;
    if (!changed.has("page") && !(changed.has("selected") && state.get("page") === "detail")) return;
    turn();
    focus();
  });

  panes.addEventListener("click", ({ target }) => {
    state.set({ tab: target.closest("[data-tab]").dataset.tab });
    if (root.dataset.size === "peek") grow("half");
  });
  panes.addEventListener("keydown", (event) => {
    if (!KEYS[event.key]) return;
    event.preventDefault();
    state.set({ tab: tabs[(tabs.indexOf(state.get("tab")) + KEYS[event.key] + tabs.length) % tabs.length] });
    document.getElementById(`tab-${state.get("tab")}`).focus();
  });
  for (const come of ["focusin", "mouseover"])
    box.addEventListener(come, ({ target }) => state.set({ pointed: target.closest(".row")?.dataset.mark ?? null }));
  for (const gone of ["focusout", "mouseleave"]) box.addEventListener(gone, () => state.set({ pointed: null }));
  search.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => state.set({ query: search.value }), data.marks.size > 5000 ? 200 : 0);
  });
  chip.lastElementChild.addEventListener("click", () => app.only(null));
  pane.previousElementSibling.addEventListener("click", () => app.select(null));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (state.get("selected")) app.select(null);
    else if (state.get("page")) state.set({ page: "" });
    else if (state.get("report") !== null) app.only(null);
  });

  const stays = (page) => (["reader", "story"].includes(page) ? page : "");
  const usual = data.movements.length ? "movement" : "place";
  state.set({ tab: usual });
  state.keep("page", stays, stays);
  state.keep(
    "tab",
    (text) => (tabs.includes(text) ? text : usual),
    (tab) => (tab === usual ? "" : tab),
  );
  state.keep("query");
  state.keep(
    "report",
    (text) => (data.documents[text] ? Number(text) : null),
    (report) => report ?? "",
  );
  search.value = state.get("query");
  only();
  turn();
}

// the sheet on a phone: its handle is pressed, or dragged up or down
function sheet(root) {
  const handle = document.getElementById("handle");
  const grow = (size) => (root.dataset.size = size);
  const step = (by) => grow(SIZES[Math.max(0, Math.min(2, SIZES.indexOf(root.dataset.size) + by))]);
  let from = 0;
  handle.addEventListener("pointerdown", (event) => {
    from = event.clientY;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointerup", ({ clientY }) => {
    if (Math.abs(clientY - from) < 24) return;
    step(Math.sign(from - clientY));
    from = null;
  });
  handle.addEventListener("click", () => {
    if (from !== null) step(root.dataset.size === "full" ? -2 : 1);
    from = 0;
  });
  return grow;
}

const haystack = (one) =>
  FIELDS.map((field) => one[field] || "")
    .join(" ")
    .toLocaleLowerCase();

const nameOf = (report) => report.title || report.source || "Untitled report";

// parts of a line keep their own directions
const line = (main, meta) => [
  el("span", { class: "main", dir: "auto" }, main),
  el("span", { class: "meta" }, meta.filter(Boolean).join(" · ")),
];

function rowOf(one, app) {
  if (one.why) return dropped(one, app);
  const button = (attributes, ...children) => el("button", { type: "button", class: "row", tabindex: "-1", ...attributes }, ...children);
  if (one.type) return button({ "data-mark": one.id, "data-to": one.id }, swatch(one), line(one.title, meta(one)));
  const marks = app.state.shown().reduce((sum, mark) => sum + mark.docs.includes(one.docs[0]), 0);
  return button(
    { "data-report": one.docs[0], "data-read": one.docs[0] },
    line(nameOf(one), [isolated(one.publisher), one.date || "no date stated", plural(marks, "mark")]),
  );
}

const isolated = (words) => words && `\u2068${words}\u2069`;

function meta(one) {
  if (one.type === "region") return [plural(one.mentions, "mention"), plural(one.reports, "report")];
  if (one.type === "place") return [plural(one.mentions, "mention"), one.kind, one.country];
  const says = one.attribution && `says ${isolated(cut(listed(one.attribution)[0], 32))}`;
  return [plural(one.reports, "report"), says, isolated(listed(one.quantity)[0]), isolated(listed(one.time)[0])];
}

// not mapped: the words and why; the sentence and names near by open in place
function dropped(one, { data, ...app }) {
  const more = el("div", { class: "more" });
  const fold = el(
    "details",
    { class: "fold" },
    el("summary", { class: "row", tabindex: "-1" }, line(markedOf(one.parts), [one.why])),
    more,
  );
  const open = async () => {
    const [sentence, names] = await data.dropped(data.declined.indexOf(one));
    more.append(sourceOf(sentence, data, app));
    if (names.length) more.append(el("p", { class: "note" }, `Near names: ${names.map(isolated).join(", ")}`));
  };
  fold.addEventListener("toggle", open, { once: true });
  return fold;
}
