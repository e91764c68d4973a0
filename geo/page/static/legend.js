// The legend: only what is on the map, each kind of mark with a switch.

import { STATUS } from "./data.js";
import { el } from "./dom.js";
import { groupName } from "./look.js";
import { swatch } from "./swatch.js";
import { wide } from "./view.js";

export const SITUATIONS = {
  "situation-captured": "Captured or retaken",
  "situation-lost": "Lost or given up",
  "situation-besieged": "Besieged or encircled",
  "situation-blocked": "Blocked or sealed off",
  "situation-held": "Held or defended",
  "situation-patrolled": "Patrolled",
  "situation-displaced": "Displaced people staying (number, not a flow)",
};
const SECTIONS = {
  Movements: Object.fromEntries(Object.entries(STATUS).map(([status, { label }]) => [`movement-${status}`, label])),
  Areas: {
    region: "Told relative to a place; paler where less sure",
    "region-passing": "Inside a named place, or where a known place lies",
  },
  "Told of a place, no movement": SITUATIONS,
  Places: {
    "place-dot": "Town or city",
    "place-diamond": "Camp, base or other site",
    "place-area": "Country, region or water (its name is the mark)",
    "place-passing": "Named only in passing",
  },
};
const SHAPES = {
  "open-head": ["Open head: destination not stated, or only implied", /destination/],
  "faded-tail": ["Fading tail: origin not stated, or only implied", /origin/],
  symbol: ["Ring: told of a place, no course stated"],
  sector: ["Direction stated, not how far"],
  short: ["Dashed tip: only heading there"],
};
const arrow = (rest) => ({ type: "movement", status: "happened", shape: "arrow", publishers: 1, ...rest });
const note = (...words) => el("p", { class: "note" }, ...words);
const words = (text) => el("span", { class: "words" }, text);

export function startLegend(app) {
  const { data, state } = app;
  const names = Object.values(SECTIONS).flatMap(Object.keys);
  const groupOf = Uint8Array.from(data.marks.values(), (mark) => names.indexOf(groupName(mark)));
  const shown = new Map();
  const body = el("div", { class: "legend-body" });
  const usual = [...state.get("off")].sort().join();

  function entry(name, text, mark) {
    const input = el("input", { type: "checkbox", "data-group": name });
    input.addEventListener("change", () => {
      const off = new Set(state.get("off"));
      if (!input.checked) off.add(name);
      else off.delete(name);
      state.set({ off });
    });
    const row = el("label", { class: "entry" }, input, swatch(mark), words(text), el("span", { class: "count" }));
    shown.set(name, row);
    return row;
  }

  function build() {
    const first = new Map();
    for (const mark of data.marks.values()) if (!first.has(groupOf[mark.number])) first.set(groupOf[mark.number], mark);
    for (const [title, entries] of Object.entries(SECTIONS)) {
      const rows = Object.entries(entries).filter(([name]) => first.has(names.indexOf(name)));
      if (!rows.length) continue;
      const sample = (name) =>
        title === "Movements"
          ? arrow({ status: name.slice(9), shape: name === "movement-prevented" ? "bar" : "arrow" })
          : first.get(names.indexOf(name));
      const section = el(
        "section",
        {},
        el("h2", {}, title),
        rows.map(([name, text]) => entry(name, text, sample(name))),
      );
      if (title === "Movements") section.append(...courses());
      body.append(section);
    }
    body.append(
      note(`Borders are Natural Earth's${app.ground.disputed ? "; dashed where disputed" : ""}.`),
      ...(data.notes || []).map(note),
    );
  }

  // what arrows say beside their status
  function courses() {
    const rows = Object.entries(SHAPES).map(([shape, [text]]) => {
      shown.set(shape, el("p", { class: "entry plain" }, swatch(arrow({ shape })), words(text)));
      return shown.get(shape);
    });
    shown.set("open", note("Where an end is not stated, the direction means nothing."));
    const thick = (one, many) => el("p", { class: "entry plain" }, swatch(arrow(), 2.2), words(one), swatch(arrow(), 5.5), words(many));
    const scales = { reports: thick("1 publisher", "4 or more"), people: thick("fewer", "more people") };
    const choice = (value, text) => {
      const input = el("input", { type: "radio", name: "width", value, onchange: () => state.set({ measureBy: value }) });
      shown.set(value, scales[value]);
      return el("label", {}, input, text);
    };
    const choices = el(
      "fieldset",
      { class: "widths" },
      el("legend", {}, "Width shows"),
      choice("reports", "publishers"),
      choice("people", "how many moved"),
    );
    choices.hidden = !data.movements.some((mark) => mark.quantity_max);
    return [...rows, choices, scales.reports, scales.people, note("Schematic course, not the route."), shown.get("open")];
  }

  function update() {
    const counts = new Uint32Array(names.length);
    const shapes = new Set();
    for (const mark of data.marks.values()) if (state.passes(mark, "off")) counts[groupOf[mark.number]]++;
    for (const mark of data.movements) {
      if (!state.passes(mark)) continue;
      shapes.add(mark.shape);
      if (mark.inferred) for (const [shape, [, told]] of Object.entries(SHAPES)) if (told?.test(mark.inferred)) shapes.add(shape);
    }
    if (shapes.has("open-head") || shapes.has("faded-tail")) shapes.add("open");
    shapes.add(state.get("measureBy"));
    for (const [name, row] of shown) {
      const count = counts[names.indexOf(name)];
      row.hidden = names.includes(name) ? !count : !shapes.has(name);
      const input = row.querySelector("[data-group]");
      if (input) [input.checked, row.lastChild.textContent] = [!state.get("off").has(name), count.toLocaleString("en")];
    }
    for (const section of body.querySelectorAll("section")) section.hidden = !section.querySelector("label.entry:not([hidden])");
    for (const input of body.querySelectorAll('[name="width"]')) input.checked = input.value === state.get("measureBy");
  }

  const hide = () => {
    const off = new Set([...state.get("off")].map((name) => names.indexOf(name)));
    state.filter("off", off.size ? (mark) => !off.has(groupOf[mark.number]) : null);
  };

  state.keep("off", {
    write: (off) => ([...off].sort().join() === usual ? "" : [...off].sort().join() || "-"),
    read: (text) => new Set(text.split(",").filter((name) => names.includes(name))),
  });
  state.keep("measureBy", { write: (by) => (by === "people" ? by : ""), read: (text) => (text === "people" ? text : "reports") });
  build();
  hide();
  update();
  const root = document.getElementById("legend");
  root.append(el("details", { open: wide() }, el("summary", {}, "Legend and layers"), body));
  L.DomEvent.disableClickPropagation(root);
  L.DomEvent.disableScrollPropagation(root);
  state.on((changed) => {
    if (changed.has("off")) hide();
    if (changed.has("visible") || changed.has("measureBy")) update();
  });
}
