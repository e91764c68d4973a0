// Corrections from the map: kept in this browser, given back as rows for the folder gazetteer/.
import { el, plural } from "./dom.js";
import { latlng } from "./look.js";
import { cell } from "./save.js";

// app.edits: what is corrected, by the id of a mark, as {file, words, note, rows}
export function startCorrections(app) {
  const key = `geo corrections ${location.pathname}`;
  const bar = document.getElementById("edits");
  const rings = L.layerGroup().addTo(app.map);
  let [edits, lost] = [{}, false];
  // what the browser keeps; one that keeps nothing for files still gives the rows back
  function kept(text = null) {
    try {
      if (text) localStorage.setItem(key, text);
      return JSON.parse(localStorage.getItem(key)) || {};
    } catch {
      lost = true;
      return JSON.parse(text) || {};
    }
  }

  function show(found) {
    edits = found;
    const all = Object.values(edits);
    bar.hidden = !all.length;
    bar.querySelector(".count").textContent = plural(all.length, "correction");
    bar.querySelector(".lost").hidden = !lost;
    for (const line of bar.querySelectorAll("[data-file]")) line.hidden = !all.some(({ file }) => file === line.dataset.file);
    rings.clearLayers();
    for (const { rows } of all) if (rows[0].latitude && !rows[0].action) rings.addLayer(ring([rows[0].latitude, rows[0].longitude]));
  }
  // the rows for one file
  function csv(file) {
    const rows = Object.values(edits).flatMap((edit) => (edit.file === file ? edit.rows.map((row) => ({ ...row, note: edit.note })) : []));
    return [Object.keys(rows[0]), ...rows.map(Object.values)].map((line) => `${line.map(cell).join(",")}\n`).join("");
  }
  // another tab may have added some
  const put = (id, edit) => show(kept(JSON.stringify({ ...(lost ? edits : kept()), [id]: edit })));
  const ways = {
    save: (file) => el("a", { href: URL.createObjectURL(new Blob([csv(file)], { type: "text/csv" })), download: file }).click(),
    copy: (file) => navigator.clipboard.writeText(csv(file)).then(() => app.say(`Copied: the rows of ${file}`)),
    discard: () => confirm("Discard all corrections?") && show(kept("{}")),
  };
  bar.addEventListener("click", ({ target }) => ways[target.value]?.(target.parentNode.dataset.file));
  app.edits = { put, of: (id) => edits[id] };
  show(kept());
  addEventListener("storage", (event) => event.key === key && show(kept()));
  addEventListener("beforeunload", (event) => lost && Object.keys(edits).length && event.preventDefault());
}

// "Wrong? Correct it" under a place or a movement (fixes.py); what is corrected can be corrected further
export function correctionTools(mark, fix, app) {
  if (!fix) return "";
  const box = document.getElementById("correct").content.firstElementChild.cloneNode(true);
  const [told, note] = [".edited span", "[name=note]"].map((part) => box.querySelector(part));
  const now = () => app.edits.of(mark.id);

  function put(edit) {
    app.edits.put(mark.id, edit && { ...edit, file: fix.file, note: note.value.trim() });
    told.textContent = now()?.words || "";
  }

  function change(words, values) {
    const further = now() && !now().rows[0].action && !values.action;
    const rows = fix.rows.map((row, at) => ({ ...row, ...(further && now().rows[at]), ...values }));
    put({ rows, words: further ? `${now().words}; ${words}` : words });
  }

  const move = ({ lat, lng }) => {
    const [latitude, longitude] = [lat, lng].map((degrees) => Number(degrees.toFixed(5)));
    change(`at ${latitude}, ${longitude}`, { latitude, longitude, country: "" });
  };
  const ways = {
    choice: (at) => change(...fix.choices[at]),
    point: (text) => move(L.latLng(text.split(/[\s,;]+/))),
    rename: (name) => change(`called ${name}`, { name, aliases: fix.rows[0].name }),
    drag: () => {
      const marker = ring(latlng(mark), { interactive: true, draggable: true, autoPan: true, zIndexOffset: 2000 });
      marker.addTo(app.map).on("dragend", () => move(marker.remove().getLatLng().wrap()));
      app.say("Drag the ring on the map to the right place");
    },
    undo: () => put(),
  };
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    ways[event.target.dataset.way](event.submitter.value || event.target.elements[0].value.trim());
  });
  // a note alone is a row under review, which changes nothing
  note.addEventListener("change", () => (now() ? put(now()) : change("a note", { action: "review" })));
  box.querySelector("[data-way=choice]").append(...fix.choices.map(([words], value) => el("button", { class: "jump", value }, words)));
  box.open = Boolean(now());
  note.value = now()?.note || "";
  told.textContent = now()?.words || "";
  return box;
}

const ring = (at, options) =>
  L.marker(at, { icon: L.divIcon({ className: "dragged", iconSize: [22, 22] }), interactive: false, keyboard: false, ...options });
