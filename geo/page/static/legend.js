// The legend: only what is on the map, each entry a switch.

import { arrowOutline } from "./arrows.js";
import { STATUS } from "./data.js";
import { el, svg } from "./dom.js";
import { groupName, lookOf, symbolOf } from "./marks.js";

const PLACE_WORDS = {
  "place-dot": "Town or city",
  "place-diamond": "Camp, base or other site",
  "place-area": "Country, region or water (its name is the mark)",
  "place-passing": "Named only in passing",
};
const REGION_WORDS = {
  region: "Told relative to a place; paler where less sure",
  "region-passing": "Inside a named place, or where a known place lies",
};
export const SITUATIONS = {
  "situation-captured": "Captured or retaken",
  "situation-lost": "Lost or given up",
  "situation-besieged": "Besieged or encircled",
  "situation-blocked": "Blocked or sealed off",
  "situation-held": "Held or defended",
  "situation-patrolled": "Patrolled",
  "situation-displaced": "Displaced people staying (number, not a flow)",
};
const SHAPES = {
  "open-head": "Open head: destination not stated, or only implied",
  "faded-tail": "Fading tail: origin not stated, or only implied",
  symbol: "Ring: told of a place, no course stated",
  sector: "Direction stated, not how far",
  short: "Dashed tip: only heading there",
};

export function startLegend(app) {
  const { data, state } = app;
  const hide = () => {
    const off = state.get("off");
    state.filter("off", off.size ? (mark) => !off.has(groupName(mark)) : null);
  };
  const usual = [...state.get("off")].sort().join();
  state.keep("off", {
    write: (off) => ([...off].sort().join() === usual ? "" : [...off].sort().join() || "-"),
    read: (text) => new Set(text === "-" ? [] : text.split(",")),
  });
  hide();
  state.on((changed) => changed.has("off") && hide());
  const groups = new Map();
  for (const mark of data.marks.values()) {
    const group = groupName(mark);
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(mark);
  }
  const root = document.getElementById("legend");
  const open = matchMedia("(min-width: 861px)").matches;
  const body = el("div", { class: "legend-body" });
  const box = el("details", { open }, el("summary", {}, "Legend and layers"), body);
  const movements = Object.keys(STATUS)
    .map((status) => `movement-${status}`)
    .filter((name) => groups.has(name));
  if (movements.length) {
    body.append(heading("Movements"));
    for (const name of movements) body.append(entry(name, STATUS[name.slice(9)].label, groups.get(name), app));
    body.append(...shapes(data.movements), widths(data, app), note(courseNote(data.movements)));
  }
  const regions = Object.keys(REGION_WORDS).filter((name) => groups.has(name));
  if (regions.length) {
    body.append(heading("Areas"));
    for (const name of regions) body.append(entry(name, REGION_WORDS[name], groups.get(name), app));
  }
  const situations = Object.keys(SITUATIONS).filter((name) => groups.has(name));
  if (situations.length) {
    body.append(heading("Told of a place, no movement"));
    for (const name of situations) body.append(entry(name, SITUATIONS[name], groups.get(name), app));
  }
  const places = Object.keys(PLACE_WORDS).filter((name) => groups.has(name));
  if (places.length) {
    body.append(heading("Places"));
    for (const name of places) body.append(entry(name, PLACE_WORDS[name], groups.get(name), app));
  }
  body.append(note(app.ground.disputed ? "Borders are Natural Earth's; dashed where disputed." : "Borders are Natural Earth's."));
  body.append(...data.notes.map(note));
  root.append(box);
  L.DomEvent.disableClickPropagation(root);
  L.DomEvent.disableScrollPropagation(root);
}

const heading = (text) => el("h2", {}, text);
const note = (text) => el("p", { class: "note" }, text);

function entry(group, words, marks, app) {
  const input = el("input", { type: "checkbox", checked: !app.state.get("off").has(group), "data-group": group });
  input.addEventListener("change", () => {
    const off = new Set(app.state.get("off"));
    if (input.checked) off.delete(group);
    else off.add(group);
    app.state.set({ off });
  });
  const count = el("span", { class: "count" }, String(marks.length));
  return el("label", { class: "entry" }, input, swatch(sample(marks[0])), el("span", { class: "words" }, words), count);
}

// statuses are shown by a whole arrow, whatever the first of them looks like
function sample(mark) {
  return mark.type === "movement"
    ? { type: "movement", status: mark.status, shape: mark.status === "prevented" ? "bar" : "arrow", publishers: 1 }
    : mark;
}

function courseNote(movements) {
  const open = movements.some((mark) => ["open-head", "faded-tail"].includes(mark.shape));
  return `Schematic course, not the route.${open ? " Where an end is not stated, the direction means nothing." : ""}`;
}

function shapes(movements) {
  const present = new Set(movements.map((mark) => mark.shape));
  if (movements.some((mark) => lookOf(mark).fadeTail)) present.add("faded-tail");
  if (movements.some((mark) => lookOf(mark).fadeHead)) present.add("open-head");
  return Object.entries(SHAPES)
    .filter(([shape]) => present.has(shape))
    .map(([shape, words]) => {
      const mark = { type: "movement", status: "happened", shape, publishers: 1 };
      return el("p", { class: "entry plain" }, swatch(mark), el("span", { class: "words" }, words));
    });
}

function widths(data, app) {
  const counted = data.movements.some((mark) => mark.quantity_max);
  if (!counted) return note("Wider: told by more independent publishers.");
  const choice = (value, words) => {
    const input = el("input", { type: "radio", name: "width", value, checked: app.state.get("measureBy") === value });
    input.addEventListener("change", () => app.state.set({ measureBy: value }));
    return el("label", {}, input, words);
  };
  return el(
    "fieldset",
    { class: "widths" },
    el("legend", {}, "Width shows"),
    choice("reports", "publishers"),
    choice("people", "how many moved"),
  );
}

// a small picture of a mark, drawn by the same code as on the map
export function swatch(mark) {
  const picture = svg("svg", { class: `swatch ${mark.type}`, viewBox: "0 0 38 16", width: 38, height: 16, "aria-hidden": "true" });
  if (mark.shape === "symbol") {
    picture.append(svg("circle", { cx: 19, cy: 8, r: 6.5, class: `ring ${mark.status}` }));
  } else if (mark.type === "movement") {
    const look = { ...lookOf(mark), width: 3.4, head: 10, lane: 0, gaps: [0, 0], least: 0 };
    const rings = arrowOutline(look)([[L.point(2, 8), L.point(look.bar ? 28 : 37, 8)]]);
    const path = rings.map((ring) => `M${ring.map((at) => `${at.x.toFixed(1)} ${at.y.toFixed(1)}`).join("L")}Z`).join("");
    picture.append(svg("path", { d: path, class: `arrow ${mark.status}` }));
  } else if (mark.type === "situation") {
    const scale = mark.kind === "besieged" ? 0.5 : 0.85;
    const path = symbolOf({ kind: mark.kind })
      .map((ring) => `M${ring.map(([x, y]) => `${(x * scale + 17).toFixed(1)} ${(y * scale + 8).toFixed(1)}`).join("L")}Z`)
      .join("");
    picture.append(svg("path", { d: path }));
  } else if (mark.type === "region") {
    picture.append(svg("rect", { x: 2, y: 1, width: 30, height: 14, rx: 4, class: "halo" }));
    picture.append(svg("rect", { x: 8, y: 3, width: 18, height: 10, rx: 3, class: "core" }));
  } else if (mark.glyph === "area") {
    picture.append(svg("text", { x: 17, y: 12, "text-anchor": "middle" }, "NAME"));
  } else if (mark.glyph === "diamond" && !mark.secondary) {
    picture.append(svg("path", { d: "M17 2L23 8L17 14L11 8Z" }));
  } else {
    picture.append(svg("circle", { cx: 17, cy: 8, r: mark.secondary ? 3 : 5, class: mark.secondary ? "passing" : "" }));
  }
  return picture;
}
