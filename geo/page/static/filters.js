// Filters: what of each kind is told, how often under the other filters, and a choice of it.

import { STATUS } from "./data.js";
import { el, listed, plural } from "./dom.js";

const FEW = 8;
const MANY = 300;
const SURE = { 2: "Sure (90 % or more)", 1: "Likely (60 to 90 %)", 0: "Unsure (below 60 %)" };

// [heading, the values of a mark, words of a value]; a mark without a value has those of what hangs on it
const facetsOf = (data) => ({
  report: ["Report", (mark) => mark.docs, (index) => data.documents[index].title || data.documents[index].source],
  publisher: ["Publisher", (mark) => mark.docs.map((index) => data.documents[index].publisher || "not stated")],
  class: ["Movement or event", ({ noun }) => noun && [noun]],
  actor: ["Who", (mark) => (mark.type === "situation" ? listed(mark.actor) : mark.label && mark.label !== mark.noun && [mark.label])],
  status: ["Status", ({ status }) => status && [status], (status) => STATUS[status].label],
  sure: [
    "How sure the place is",
    ({ probability: share }) => share !== undefined && [share >= 0.9 ? 2 : share >= 0.6 ? 1 : 0],
    (band) => SURE[band],
  ],
  kind: ["Kind of place", (mark) => mark.type === "place" && [mark.kind]],
});

export function startFilters(app) {
  const { data, state } = app;
  const root = document.getElementById("filters");
  const facets = Object.entries(facetsOf(data)).map(([name, [title, own, words = String]]) => ({ name, title, own, words, table: null }));
  const clear = el("button", { type: "button", class: "jump", onclick: () => state.set({ filters: {} }) }, "Clear all");
  const total = el("span", { class: "count" });
  const body = el("div", {});
  const box = el("details", {}, el("summary", {}, "Filters ", total), body);
  const chosen = (name) => (state.get("filters") || {})[name] || [];

  function choose(name, value, on) {
    const values = on ? [...chosen(name), value] : chosen(name).filter((one) => one !== value);
    const { [name]: _, ...filters } = state.get("filters") || {};
    // what is hidden at first is shown to those who ask for it
    const off = new Set([...state.get("off")].filter((group) => name !== "status" || group !== `movement-${value}`));
    state.set({
      filters: values.length ? { ...filters, [name]: values } : filters,
      ...(on && off.size < state.get("off").size ? { off } : {}),
    });
  }

  function apply() {
    for (const facet of facets) {
      const wanted = new Set(chosen(facet.name).map((value) => tableOf(facet).indexOf.get(value)));
      if (!wanted.size) state.filter(facet.name, null);
      else {
        const { starts, values } = facet.table;
        const test = ({ number }) => {
          for (let at = starts[number]; at < starts[number + 1]; at++) if (wanted.has(values[at])) return true;
          return false;
        };
        state.filter(facet.name, test, ["report", "publisher"].includes(facet.name) ? ofReport(facet, wanted) : null);
      }
    }
  }

  const ofReport = (facet, wanted) => (one) =>
    facet.own({ docs: one.docs || [one.index] }).some((value) => wanted.has(facet.table.indexOf.get(String(value))));

  // the values of all marks as numbers, made when they are first asked for
  function tableOf(facet) {
    if (facet.table) return facet.table;
    const indexOf = new Map();
    const starts = new Uint32Array(data.marks.size + 1);
    const own = new Uint8Array(data.marks.size);
    const values = [];
    for (const mark of data.marks.values()) {
      const found = facet.own(mark) || [];
      own[mark.number] = found.length > 0;
      const all = found.length ? found : mark.linked.flatMap(([, id]) => facet.own(data.marks.get(id)) || []);
      for (const value of new Set(all.map(String))) {
        if (!indexOf.has(value)) indexOf.set(value, indexOf.size);
        values.push(indexOf.get(value));
      }
      starts[mark.number + 1] = values.length;
    }
    facet.table = { indexOf, starts, own, values: Uint32Array.from(values) };
    return facet.table;
  }

  // how many marks of each value the other filters leave
  function counts(facet) {
    const { indexOf, starts, own, values } = tableOf(facet);
    const sums = new Uint32Array(indexOf.size);
    for (const mark of data.marks.values()) {
      if (!own[mark.number] || !state.passes(mark, facet.name, "off")) continue;
      for (let at = starts[mark.number]; at < starts[mark.number + 1]; at++) sums[values[at]]++;
    }
    return sums;
  }

  function draw() {
    const sum = Object.values(state.get("filters") || {}).flat().length;
    total.textContent = sum ? `· ${plural(sum, "choice")}` : "";
    clear.hidden = !sum;
    if (!box.open) return;
    const focus = document.activeElement?.dataset.value;
    const open = new Set([...body.querySelectorAll("details[open]")].map((one) => one.dataset.facet));
    body.replaceChildren(...facets.filter((facet) => tableOf(facet).indexOf.size > 1).map((facet) => choices(facet, open.has(facet.name))));
    if (focus) body.querySelector(`[data-value="${CSS.escape(focus)}"]`)?.focus();
  }

  function choices(facet, open) {
    const sums = counts(facet);
    const mine = chosen(facet.name);
    const values = [...facet.table.indexOf].map(([value, index]) => [value, sums[index]]);
    values.sort(([a, x], [b, y]) => mine.includes(b) - mine.includes(a) || y - x || (a < b ? -1 : 1));
    const entry = ([value, sum]) => {
      const input = el("input", { type: "checkbox", checked: mine.includes(value), "data-value": `${facet.name} ${value}` });
      input.addEventListener("change", () => choose(facet.name, value, input.checked));
      return el(
        "label",
        { class: sum ? "entry" : "entry none" },
        input,
        el("span", { class: "words", dir: "auto" }, facet.words(value)),
        el("span", { class: "count" }, sum.toLocaleString("en")),
      );
    };
    const first = values.slice(0, Math.max(FEW, mine.length)).map(entry);
    const rest = values.slice(first.length, MANY);
    const more = rest.length
      ? el("button", { type: "button", class: "jump", onclick: () => more.replaceWith(...rest.map(entry)) }, `${rest.length} more`)
      : null;
    const heading = el("summary", {}, facet.title, mine.length ? el("span", { class: "count" }, ` ${mine.length}`) : null);
    return el("details", { class: "facet", "data-facet": facet.name, open: open || mine.length > 0 }, heading, ...first, more);
  }

  state.keep("filters", {
    write: (filters) =>
      new URLSearchParams(Object.entries(filters || {}).flatMap(([name, values]) => values.map((value) => [name, value]))).toString(),
    read: (text) => {
      const found = {};
      for (const [name, value] of new URLSearchParams(text)) found[name] = [...(found[name] || []), value];
      return found;
    },
  });
  root.append(box, clear);
  root.hidden = false;
  box.addEventListener("toggle", draw);
  state.on((changed) => {
    if (changed.has("filters")) apply();
    if (changed.has("visible") || changed.has("filters")) draw();
  });
  apply();
  draw();
}
