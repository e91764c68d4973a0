// What is seen, taken along: a picture or drawing of the view, its marks as data, a link, a frame for other pages, print.

import { STATUS } from "./data.js";
import { el } from "./dom.js";
import { picture, pixels, textOf } from "./picture.js";

const COLUMNS =
  "id type title status kind class status_words mover actor causer origin destination via path place anchors relation_words attribution quantity quantity_min quantity_max unit time time_start time_end reported reports publishers mentions precision probability country admin1 population sentence sources".split(
    " ",
  );
const MOST = 1000;

export function startSave(app) {
  const { data, state } = app;
  const page = document.getElementById("save");
  const give = (ending, type, ...parts) => {
    const href = URL.createObjectURL(new Blob(parts, { type }));
    const name = data.title.replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "map";
    el("a", { href, download: `${name}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    app.say(`Saved as ${ending}`);
  };
  const ways = {
    back: () => state.set({ page: "" }),
    print: () => print(),
    png: async () => give("png", "image/png", await pixels(picture(app), 2)),
    svg: () => give("svg", "image/svg+xml", textOf(picture(app))),
    geojson: async () => give("geojson", "application/geo+json", collection(await rowsOf(app))),
    csv: async () => give("csv", "text/csv", "\ufeff", table(await rowsOf(app))),
    copy: async (field) => {
      field.select();
      // a page without leave to use the clipboard has the old way
      await (navigator.clipboard?.writeText(field.value) ?? Promise.reject()).catch(() => document.execCommand("copy"));
      app.say("Copied");
    },
  };
  const fill = () => {
    const [file] = location.href.split("#");
    const quoted = (text) => text.replace(/[&"<>]/g, (one) => `&#${one.charCodeAt(0)};`);
    const [link, embed] = page.querySelectorAll("textarea");
    const address = (file.startsWith("http") ? file : "https://example.org/map/index.html") + state.link();
    link.value = file + state.link();
    embed.value = embed.defaultValue.replace("ADDRESS", () => quoted(address)).replace("TITLE", () => quoted(data.title));
    page.querySelector(".count").textContent = `${state.shown().length.toLocaleString("en")} of ${data.marks.size.toLocaleString("en")}`;
  };
  const look = () => state.get("page") === "save" && fill();
  page.addEventListener("click", ({ target }) => ways[target.dataset.save]?.(target.closest("p").querySelector("textarea")));
  document.getElementById("enter-save").addEventListener("click", () => state.set({ page: state.get("page") === "save" ? "" : "save" }));
  state.on(look);
  app.map.on("moveend", look);
  document.documentElement.classList.toggle("framed", self !== top);
  addEventListener("beforeprint", () => paper(app));
}

async function rowsOf({ data, state }) {
  const rows = [];
  for (const mark of state.shown()) {
    const entry = await data.detailsOf(mark);
    const sources = mark.docs.map((at) => ["publisher", "published", "title", "url"].map((key) => data.documents[at][key]));
    const more = { ...entry.row, sentence: mark.sentence, sources: sources.map((one) => one.filter(Boolean).join(", ")).join("; ") };
    rows.push({ shape: plain(mark.geometry), values: COLUMNS.map((name) => mark[name] ?? more[name] ?? null) });
  }
  return rows;
}

function collection(rows) {
  const properties = (values) => Object.fromEntries(COLUMNS.map((name, at) => [name, values[at]]).slice(1));
  const feature = ({ shape, values }) => ({ type: "Feature", id: values[0], geometry: shape, properties: properties(values) });
  return `{"type": "FeatureCollection", "features": [\n${rows.map((row) => JSON.stringify(feature(row))).join(",\n")}\n]}\n`;
}

function table(rows) {
  const flat = (part) => (typeof part[0] === "number" ? part.join(" ") : `(${part.map(flat).join(", ")})`);
  const lines = rows.map(({ shape: { type, coordinates }, values }) => {
    const [lon, lat] = type === "Point" ? coordinates : [];
    return [...values, lat, lon, `${type.toUpperCase()} ${lat === undefined ? flat(coordinates) : `(${lon} ${lat})`}`];
  });
  return [[...COLUMNS, "latitude", "longitude", "wkt"], ...lines].map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

// quoted where it must be; what a spreadsheet would run as a formula stays text
export function cell(value) {
  const text = String(value ?? "");
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// RFC 7946: longitudes from -180 to 180, and no line over that meridian
function plain({ type, coordinates }) {
  const deep = (part) => (typeof part[0][0] === "number" ? home(part) : part.map(deep));
  if (type === "Point") return { type, coordinates: home([coordinates])[0] };
  if (type.endsWith("Polygon")) return { type, coordinates: deep(coordinates) };
  const lines = (type === "LineString" ? [coordinates] : coordinates).flatMap(pieces);
  return lines.length > 1 ? { type: "MultiLineString", coordinates: lines } : { type: "LineString", coordinates: lines[0] };
}

const world = (lon) => Math.floor((lon + 180) / 360);

function home(line) {
  const lons = line.map(([lon]) => lon);
  const turns = world((Math.min(...lons) + Math.max(...lons)) / 2);
  return line.map(([lon, lat]) => [Number((lon - 360 * turns).toFixed(4)), lat]);
}

function pieces(line) {
  const parts = [[]];
  line.forEach(([lon, lat], at) => {
    const [from, south] = line[at - 1] || [lon, lat];
    if (world(from) !== world(lon)) {
      const edge = 360 * Math.max(world(from), world(lon)) - 180;
      const spot = [edge, Number((south + ((lat - south) * (edge - from)) / (lon - from)).toFixed(4))];
      parts[parts.length - 1].push(spot);
      parts.push([spot]);
    }
    parts[parts.length - 1].push([lon, lat]);
  });
  return parts.map(home);
}

// what a printer gets: the drawing, then the claims with their sources; the story prints itself
function paper(app) {
  const { data, state } = app;
  const claims = [...data.movements, ...data.situations].filter(state.visible).sort((a, b) => a.nth - b.nth);
  const source = (at) =>
    ["publisher", "date", "title"]
      .map((key) => data.documents[at][key])
      .filter(Boolean)
      .join(", ");
  const told = (mark) => [mark.date, STATUS[mark.status]?.label].filter(Boolean).join(" · ");
  const item = (mark) =>
    el(
      "li",
      { dir: "auto" },
      el("b", {}, mark.title),
      el("span", {}, told(mark)),
      el("q", {}, mark.sentence),
      mark.docs.map((at) => el("cite", {}, source(at))),
    );
  const list =
    state.get("page") === "story" ? [] : [el("h2", {}, "What is told, and by whom"), el("ol", {}, claims.slice(0, MOST).map(item))];
  document.getElementById("paper").replaceChildren(picture(app), ...list);
}
