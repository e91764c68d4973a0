// Corrections from the map: kept in this browser, given back as rows for the folder gazetteer/.

import { plainOf } from "./blocks.js";
import { el, plural } from "./dom.js";
import { latlng } from "./look.js";

const FILES = {
  "corrections.csv": ["name", "latitude", "longitude", "kind", "country", "aliases", "action", "note"],
  "claims.csv": ["quote", "word", "document", "action", "status", "note"],
};
const SAID = ["happened", "claimed", "possible", "planned", "attempted", "prevented", "denied"];
const RIGHT = "Expected latitude and longitude in degrees, as 36.34, 43.13";

// app.edits: what is corrected, by the id of a mark, as {file, words, note, rows}
export function startCorrections(app) {
  const key = `geo corrections ${location.pathname}`;
  const bar = document.getElementById("edits");
  const rings = L.layerGroup().addTo(app.map);
  let edits = {};
  let lost = false;
  const load = () => {
    try {
      edits = JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      // a browser that keeps nothing for files still gives the rows back
    }
  };
  const put = (id, edit) => {
    // another tab may have added some
    if (!lost) load();
    if (edit) edits[id] = edit;
    else delete edits[id];
    keep();
  };
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify(edits));
    } catch {
      lost = true;
    }
    show();
  };
  const show = () => {
    const all = Object.values(edits);
    bar.hidden = !all.length;
    const discard = el(
      "button",
      { type: "button", onclick: () => confirm(`Discard ${plural(all.length, "correction")}?`) && ((edits = {}), keep()) },
      "Discard",
    );
    const note = `Put the files into gazetteer/ (or run geo apply) and build again.${lost ? " This browser does not keep them: save before you leave." : ""}`;
    bar.replaceChildren(
      el("span", {}, plural(all.length, "correction")),
      el("button", { type: "button", class: "save", onclick: () => save(all) }, "Save as CSV"),
      discard,
      el("p", { class: "note" }, note),
    );
    rings.clearLayers();
    for (const { rows } of all) if (rows[0].latitude && !rows[0].action) rings.addLayer(ring([rows[0].latitude, rows[0].longitude]));
    app.state.set({ edits });
  };
  load();
  app.edits = { put, of: (id) => edits[id] };
  show();
  addEventListener("storage", (event) => event.key === key && (load(), show()));
  addEventListener("beforeunload", (event) => lost && Object.keys(edits).length && event.preventDefault());
}

// one file for each kind of row that there is
function save(edits) {
  for (const [name, columns] of Object.entries(FILES)) {
    const rows = edits.filter((edit) => edit.file === name).flatMap(({ rows: kept, note }) => kept.map((row) => ({ ...row, note })));
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

// "Wrong? Correct it" under a place or a movement; what is corrected can be corrected further
export function correctionTools(mark, entry, app) {
  const kind = { place: ofPlace, movement: ofMovement }[mark.type];
  if (!kind) return null;
  const told = el("p", { class: "edited", dir: "auto" });
  const note = field("Note", app.edits.of(mark.id)?.note);
  const { rows, tools } = kind(mark, entry, app, put);
  // a note alone is a row under review, which changes nothing
  note.addEventListener("change", () => put("a note", app.edits.of(mark.id) ? {} : { action: "review" }));
  draw();
  return el(
    "details",
    { class: "correct", open: Boolean(app.edits.of(mark.id)) },
    el("summary", {}, "Wrong? Correct it"),
    told,
    tools,
    note,
  );

  function put(words, change) {
    const before = app.edits.of(mark.id);
    const noted = before && !Object.keys(change).length;
    const further = before && (noted || !(before.rows[0].action || change.action));
    app.edits.put(mark.id, {
      file: mark.type === "place" ? "corrections.csv" : "claims.csv",
      words: noted ? before.words : further ? `${before.words}; ${words}` : words,
      note: note.value.trim(),
      rows: rows.map((row, at) => ({ ...row, ...(further && before.rows[at]), ...change })),
    });
    draw();
  }

  function draw() {
    const edit = app.edits.of(mark.id);
    const undo = button("Undo", () => (app.edits.put(mark.id), draw()));
    told.replaceChildren(...(edit ? [`Your correction: ${edit.words} `, undo] : []));
  }
}

// another candidate, another point, another name, no place at all
function ofPlace(mark, { fix: [name, latitude, longitude], rivals = [] }, app, put) {
  const at = (lat, lon) =>
    put(`at ${lat.toFixed(4)}, ${lon.toFixed(4)}`, { latitude: lat.toFixed(5), longitude: lon.toFixed(5), country: "" });
  const point = field("Latitude, longitude");
  const typed = () => {
    const [lat, lon] = point.value.split(/[\s,;]+/).map(Number);
    point.setCustomValidity(Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? "" : RIGHT);
    if (point.reportValidity()) at(lat, lon);
  };
  const called = field("Its right name");
  const rename = () => called.value.trim() && put(`called ${called.value.trim()}`, { name: called.value.trim(), aliases: name });
  const none = { latitude: "", longitude: "", kind: "", country: "", action: "ignore" };
  const others = rivals.map(([rival, what, , lat, lon, kind, country]) =>
    el(
      "li",
      { dir: "auto" },
      button(`${rival} (${what})`, () => put(`${rival}, ${what}`, { latitude: lat, longitude: lon, kind, country })),
    ),
  );
  const tools = [
    others.length ? [el("p", {}, "It is another one:"), el("ul", { class: "plain" }, others)] : [],
    line(
      button("Drag it to its place", () => drag(mark, app, at)),
      button("Not a place", () => put("not a place", none)),
    ),
    line(point, button("Put it there", typed)),
    line(called, button("Rename", rename)),
  ];
  return { rows: [{ name, latitude, longitude, kind: mark.kind, country: mark.country }], tools: tools.flat() };
}

// no movement, or one of another status; a row for each word that tells it
function ofMovement(mark, { quotes = [] }, app, put) {
  const rows = quotes.flatMap(([document, text]) =>
    text
      .filter((part) => part[1] === "trigger")
      .map(([word]) => ({
        quote: plainOf(text).replace(/\s+/g, " ").trim(),
        word,
        document: app.data.documents[document].source.split(/[\\/]/).pop(),
      })),
  );
  const choice = el(
    "select",
    { "aria-label": "Its right status" },
    SAID.filter((one) => one !== mark.status).map((one) => el("option", {}, one)),
  );
  const change = button("Change", () => put(`it is ${choice.value}`, { status: choice.value }));
  return {
    rows,
    tools: [line(button("Not a movement", () => put("not a movement", { action: "ignore" }))), line("It is", choice, change)],
  };
}

const line = (...parts) => el("p", { class: "tool" }, parts);
const button = (words, onclick) => el("button", { type: "button", class: "jump", onclick }, words);
const field = (name, value) => el("input", { type: "text", placeholder: name, "aria-label": name, dir: "auto", value });
const ring = (at, options) =>
  L.marker(at, { icon: L.divIcon({ className: "dragged", iconSize: [22, 22] }), interactive: false, keyboard: false, ...options });

function drag(mark, app, done) {
  const marker = ring(latlng(mark), { interactive: true, draggable: true, autoPan: true, zIndexOffset: 2000 }).addTo(app.map);
  app.say("Drag the ring on the map to the right place");
  marker.on("dragend", () => {
    const { lat, lng } = marker.getLatLng().wrap();
    marker.remove();
    done(lat, lng);
  });
}
