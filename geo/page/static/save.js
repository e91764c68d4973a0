// What is seen, taken along: a picture or drawing of the view, its marks as data, a link, a frame for other pages, print.

import { STATUS } from "./data.js";
import { el, svg } from "./dom.js";

const FAMILY = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const COLUMNS =
  "id type title status kind class status_words mover actor causer origin destination via path place anchors relation_words attribution quantity quantity_min quantity_max unit time time_start time_end reported reports publishers mentions precision probability country admin1 population sentence sources".split(
    " ",
  );
const MOST = 1000;
const SHAPE = ["d", "x", "y", "r", "rx", "cx", "cy", "width", "height", "viewBox", "transform", "text-anchor", "patternUnits"];
const PAINT = ["fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap"];
const LETTERS = ["font-family", "font-size", "font-weight", "font-style", "letter-spacing"];

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
      await navigator.clipboard.writeText(field.value).catch(() => document.execCommand("copy"));
      app.say("Copied");
    },
  };
  const fill = () => {
    const [file] = location.href.split("#");
    const quoted = (text) => text.replace(/[&"<>]/g, (one) => `&#${one.charCodeAt(0)};`);
    const source = quoted((file.startsWith("http") ? file : "https://example.org/map/index.html") + state.link());
    const [link, embed] = page.querySelectorAll("textarea");
    link.value = file + state.link();
    embed.value = `<iframe src="${source}" title="${quoted(data.title)}" width="100%" height="600" loading="lazy" allowfullscreen></iframe>`;
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
  const spot = ({ type, coordinates }) => (type === "Point" ? [coordinates[1], coordinates[0], `POINT (${flat(coordinates)})`] : null);
  const lines = rows.map(({ shape, values }) => [
    ...values,
    ...(spot(shape) || [null, null, `${shape.type.toUpperCase()} ${flat(shape.coordinates)}`]),
  ]);
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

const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const textOf = (drawing) => new XMLSerializer().serializeToString(drawing);

async function pixels(drawing, scale) {
  const image = el("img", { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(textOf(drawing))}` });
  await image.decode();
  const canvas = el("canvas", { width: image.width * scale, height: image.height * scale });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

// the view as one drawing that needs nothing else: title, map, legend, sources of the ground
function picture({ map, data }) {
  const box = map.getContainer().getBoundingClientRect();
  const beside = box.width >= 560;
  const width = Math.round(box.width + (beside ? 262 : 0));
  const root = svg("svg", { width, "font-family": FAMILY, role: "img", "aria-label": data.title });
  const write = writer(root);
  const top = write(document.getElementById("title").textContent, 16, 12, width - 32, 20, 650);
  const under = write(document.getElementById("subtitle").textContent, 16, top, width - 32, 13, 400, "soft") + 8;
  root.append(ground(map, box, under));
  const low = under + box.height;
  const end = beside ? legend(root, write, box.width + 16, under - 6, 230) : legend(root, write, 16, low + 2, box.width - 32);
  const words = map.attributionControl.getContainer().textContent;
  const height = Math.ceil(write(words, 16, Math.max(low, end) + 4, width - 32, 10.5, 400, "soft") + 8);
  for (const [name, value] of Object.entries({ height, viewBox: `0 0 ${width} ${height}` })) root.setAttribute(name, value);
  root.prepend(svg("rect", { width, height, fill: tone("paper") }));
  return root;
}

// writes lines of a width below a height, and says where they end
function writer(root) {
  const pen = document.createElement("canvas").getContext("2d");
  return (text, x, y, width, size, weight = 400, colour = "ink") => {
    pen.font = `${weight} ${size}px ${FAMILY}`;
    const lines = [""];
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const longer = `${lines[lines.length - 1]} ${word}`.trim();
      if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    lines.filter(Boolean).forEach((line, at) => {
      root.append(svg("text", { x, y: y + size * (1.1 + 1.35 * at), "font-size": size, "font-weight": weight, fill: tone(colour) }, line));
    });
    return y + (lines[0] || lines[1] ? size * 1.35 * lines.length : 0);
  };
}

// every layer of the map as it is painted, from the lowest up; what was not painted as text or paths is an image
function ground(map, box, top) {
  const rank = (node) => Number(getComputedStyle(node.closest(".leaflet-pane")).zIndex) || 0;
  const layers = [...map.getPanes().mapPane.querySelectorAll("svg, canvas, .label")].sort((a, b) => rank(a) - rank(b));
  const frame = svg("svg", { y: top, width: box.width, height: box.height, viewBox: `0 0 ${box.width} ${box.height}` });
  frame.append(svg("rect", { width: box.width, height: box.height, fill: tone("water") }), painted(document.querySelector(".defs defs")));
  for (const layer of [...layers, ...map.getContainer().querySelectorAll(".leaflet-control-scale-line, .north")]) {
    const { left, top: high, width, height } = layer.getBoundingClientRect();
    const at = { x: left - box.left, y: high - box.top, width, height };
    if (layer.matches("canvas")) frame.append(svg("image", { ...at, href: layer.toDataURL() }));
    else if (layer.matches("svg"))
      frame.append(Object.entries(at).reduce((node, [name, value]) => (node.setAttribute(name, value), node), painted(layer)));
    else frame.append(...lettered(layer, at));
  }
  return frame;
}

// a copy of a picture with its look written on every part, since no style sheet goes with it
function painted(node) {
  const copy = svg(node.tagName, { id: node.id ? `${node.id}-saved` : null });
  const style = getComputedStyle(node);
  for (const name of SHAPE) if (node.hasAttribute(name)) copy.setAttribute(name, node.getAttribute(name));
  for (const name of node.matches("path, rect, circle, text") ? PAINT : []) {
    const value = style.getPropertyValue(name).replace(/url\([^)]*#hatch"?\)/, "url(#hatch-saved)");
    if (name === "fill" || !["none", "1", "1px", "butt", "nonzero"].includes(value)) copy.setAttribute(name, value);
  }
  if (node.matches("text")) for (const name of LETTERS) copy.setAttribute(name, style.getPropertyValue(name));
  copy.append(...Array.from(node.childNodes, (child) => (child.nodeType === 3 ? child.data : painted(child))));
  return copy;
}

// words that stand on the map, with the halo that keeps them legible
function lettered(node, { x, y, width, height }) {
  const style = getComputedStyle(node);
  const words = style.textTransform === "uppercase" ? node.textContent.toLocaleUpperCase() : node.textContent;
  const spot = { x: x + width / 2, y: y + height / 2 + 0.36 * Number.parseFloat(style.fontSize), "text-anchor": "middle" };
  const halo = { stroke: tone("casing"), "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
  const look = { ...Object.fromEntries(LETTERS.map((name) => [name, style.getPropertyValue(name)])), direction: style.direction };
  const bar = svg("path", { d: `M${x} ${y + height - 6}v5h${width}v-5`, fill: "none", stroke: tone("ink"), "stroke-width": 1.2 });
  const text = svg("text", { ...spot, ...halo, ...look, fill: style.color, opacity: style.opacity }, words);
  return node.matches(".leaflet-control-scale-line") ? [bar, text] : [text];
}

function legend(root, write, x, top, width) {
  let y = top;
  for (const node of document.querySelectorAll("#legend h2, #legend .entry, #legend .note, #legend .widths")) {
    if (node.querySelector("input[type=checkbox]:not(:checked)")) continue;
    const picture = node.querySelector(".swatch");
    if (picture)
      root.append(
        Object.entries({ x, y: y + 3 }).reduce((copy, [name, value]) => (copy.setAttribute(name, value), copy), painted(picture)),
      );
    if (node.matches("h2")) y = write(node.textContent, x, y + 10, width, 11, 600, "soft") + 1;
    else if (picture) y = Math.max(y + 20, write(node.querySelector(".words").textContent, x + 46, y + 2, width - 46, 12) + 2);
    else
      y =
        write(
          node.matches(".widths") ? `Width shows ${node.querySelector("label:has(:checked)").textContent}.` : node.textContent,
          x,
          y + 3,
          width,
          11,
          400,
          "soft",
        ) + 1;
  }
  return y;
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
