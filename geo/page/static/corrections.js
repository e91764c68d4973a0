// Corrections from the map: kept in this browser, given back as rows for the folder gazetteer/.

import { el, listed, plural } from "./dom.js";
import { latlng } from "./labels.js";

const FILES = {
  "corrections.csv": ["name", "latitude", "longitude", "kind", "country", "aliases", "action", "note"],
  "claims.csv": ["quote", "word", "document", "action", "note"],
};

export function startCorrections(data, app) {
  const key = `geo corrections: ${data.title} | ${data.documents.map((one) => one.source).join(" | ")}`;
  let edits = load(key);
  const bar = el("div", { class: "edits", role: "region", "aria-label": "Your corrections" });
  document.getElementById("panel").append(bar);
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify(edits));
    } catch {
      // a browser that keeps nothing for files still gives the rows back
    }
    show();
  };
  const show = () => {
    const count = Object.keys(edits).length;
    bar.hidden = !count;
    bar.replaceChildren(
      el("span", {}, plural(count, "correction")),
      el("button", { type: "button", class: "save", onclick: () => save(edits) }, "Save as CSV"),
      el("button", { type: "button", onclick: () => ((edits = {}), keep(), app.panel.again()) }, "Discard"),
      el("p", { class: "note" }, "Put the files into gazetteer/ (or run geo apply) and build again."),
    );
  };
  show();
  return {
    of: (mark) => edits[mark.id],
    set: (mark, edit) => ((edits[mark.id] = edit), keep(), app.panel.again()),
    drop: (mark) => (delete edits[mark.id], keep(), app.panel.again()),
  };
}

function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) || {};
  } catch {
    return {};
  }
}

// one file for each kind of row that there is
function save(edits) {
  for (const [name, columns] of Object.entries(FILES)) {
    const rows = Object.values(edits)
      .filter((edit) => edit.file === name)
      .flatMap((edit) => edit.rows);
    if (!rows.length) continue;
    const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
    const url = URL.createObjectURL(new Blob([lines.map((line) => `${line.map(cell).join(",")}\n`).join("")], { type: "text/csv" }));
    el("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }
}

// quoted where it must be; what a spreadsheet would run as a formula stays text
function cell(value) {
  const text = String(value);
  const safe = /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// the tools under a place: another candidate, another point, another name, no place at all
export function placeTools(mark, app) {
  const name = listed(mark.names)[0] || mark.name;
  const put = (words, row) => app.edits.set(mark, { file: "corrections.csv", words, rows: [{ name, ...row, note: note.value }] });
  const note = el("input", { type: "text", placeholder: "Note (optional)", "aria-label": "Note", dir: "auto" });
  const at = (lat, lon) =>
    put(`at ${lat.toFixed(4)}, ${lon.toFixed(4)}`, { latitude: lat.toFixed(5), longitude: lon.toFixed(5), kind: mark.kind });
  const point = el("input", { type: "text", placeholder: "Latitude, longitude", "aria-label": "Latitude, longitude" });
  const typed = () => {
    const [lat, lon] = point.value.split(/[\s,;]+/).map(Number);
    const right = Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
    point.setCustomValidity(right ? "" : "Expected latitude and longitude in degrees, as 36.34, 43.13");
    if (point.reportValidity()) at(lat, lon);
  };
  const called = el("input", { type: "text", placeholder: "Its right name", "aria-label": "Its right name", dir: "auto" });
  const rename = () =>
    called.value.trim() && put(`called ${called.value.trim()}`, { ...spot(mark), name: called.value.trim(), aliases: name });
  const rivals = mark.choices
    .filter((choice) => !choice[5])
    .map(([, rival, kind, where, , , lat, lon, country]) =>
      el(
        "li",
        { dir: "auto" },
        button(`${rival} (${[kind, where].filter(Boolean).join(", ")})`, () =>
          put(`${rival}, ${where}`, { latitude: lat, longitude: lon, kind, country }),
        ),
      ),
    );
  return tools(
    mark,
    app,
    rivals.length ? [el("p", {}, "It is another one:"), el("ul", { class: "plain" }, rivals)] : null,
    el(
      "p",
      { class: "tool" },
      button("Drag it to its place", () => drag(mark, app, at)),
      button("Not a place", () => put("not a place", { action: "ignore" })),
    ),
    el("p", { class: "tool" }, point, button("Put it there", typed)),
    el("p", { class: "tool" }, called, button("Rename", rename)),
    note,
  );
}

export function movementTools(mark, app) {
  const rows = mark.quotes.map(([, document, text, , spans]) => {
    const [start, end] = spans.find(([, , role]) => role === "trigger") || [0, 0];
    const source = app.data.documents[document].source.split(/[\\/]/).pop();
    return {
      quote: text.replace(/\s+/g, " ").trim(),
      word: Array.from(text).slice(start, end).join(""),
      document: source,
      action: "ignore",
    };
  });
  return tools(
    mark,
    app,
    el(
      "p",
      { class: "tool" },
      button("Not a movement", () => app.edits.set(mark, { file: "claims.csv", words: "not a movement", rows })),
    ),
  );
}

function tools(mark, app, ...parts) {
  const edit = app.edits.of(mark);
  const told =
    edit &&
    el(
      "p",
      { class: "edited", dir: "auto" },
      `Your correction: ${edit.words} `,
      button("Undo", () => app.edits.drop(mark)),
    );
  return el("details", { class: "correct", open: Boolean(edit) }, el("summary", {}, "Wrong? Correct it"), told || parts.flat());
}

const button = (words, onclick) => el("button", { type: "button", class: "jump", onclick }, words);

const spot = (mark) => ({
  latitude: mark.geometry.coordinates[1],
  longitude: mark.geometry.coordinates[0],
  kind: mark.kind,
  country: mark.country,
});

function drag(mark, app, done) {
  const icon = L.divIcon({ className: "dragged", iconSize: [22, 22] });
  const marker = L.marker(latlng(mark), { icon, draggable: true, autoPan: true, keyboard: false, zIndexOffset: 2000 }).addTo(app.map);
  document.getElementById("live").textContent = "Drag the ring on the map to the right place";
  marker.on("dragend", () => {
    const { lat, lng } = marker.getLatLng().wrap();
    marker.remove();
    done(lat, lng);
  });
}
