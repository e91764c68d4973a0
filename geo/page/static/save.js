// What is seen, taken along: a picture or drawing of the view, its marks as data, a link, a frame for other pages, print.
import { el } from "./dom.js";
import { picture, pixels, textOf } from "./picture.js";

export function startSave(app) {
  const { data, state } = app;
  const page = document.getElementById("save");
  const [link, embed] = page.querySelectorAll("textarea");
  const ways = {
    png: () => pixels(picture(app)),
    svg: () => textOf(picture(app)),
    geojson: async () => JSON.stringify({ type: "FeatureCollection", features: await featuresOf(app) }),
    csv: async () => `\ufeff${table(await featuresOf(app), data.columns)}`,
    print: () => app.account().then(() => print()),
    copy: ({ value }) => navigator.clipboard.writeText(value).then(() => app.say("Copied")),
  };
  const fill = () => {
    if (state.get("page") !== "save") return;
    link.value = location.href.split("#")[0] + state.link().replace(/\?page=save$|page=save&/, "");
    const address = link.value.replace(/^file:[^#]*/, "https://example.org/map/index.html").replaceAll("&", "&amp;");
    embed.value = embed.defaultValue.replace("ADDRESS", () => address);
    page.querySelector(".count").textContent = `${state.shown().length.toLocaleString("en")} of ${data.marks.size.toLocaleString("en")}`;
  };
  page.addEventListener("click", async ({ target: { dataset, value: type, previousElementSibling: field } }) => {
    const made = await ways[dataset.save]?.(field);
    if (!type) return;
    const href = URL.createObjectURL(new Blob([made], { type }));
    el("a", { href, download: `${data.file}.${dataset.save}` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
    app.say(`Saved as ${dataset.save}`);
  });
  state.on("page visible selected measureBy tab", fill);
  app.map.on("moveend", fill);
  document.documentElement.classList.toggle("framed", self !== top);
  addEventListener("beforeprint", () => onPaper(app));
}

// what is shown as GeoJSON, with its evidence, opened block by block
async function featuresOf({ data, state }) {
  const features = new Map();
  for (const mark of data.inBlocks()) {
    if (!state.visible(mark)) continue;
    const { cut, ...own } = (await data.detailsOf(mark)).row;
    Object.assign(own, { sentence: mark.sentence, sources: mark.docs.map((at) => data.documents[at].cite).join("; ") });
    const properties = Object.fromEntries(data.columns.map((name) => [name, mark[name] ?? own[name] ?? null]));
    features.set(mark, { type: "Feature", id: mark.id, geometry: cut || mark.geometry, properties });
  }
  return state.shown().map((mark) => features.get(mark));
}

function table(features, columns) {
  const text = (part) => (typeof part[0] === "number" ? part.join(" ") : `(${part.map(text).join(", ")})`);
  const rows = features.map(({ geometry: { type, coordinates }, properties }) => {
    const point = type === "Point" && coordinates;
    return [...Object.values(properties), ...(point || ["", ""]), type.toUpperCase() + text(point ? [point] : coordinates)];
  });
  return [[...columns, "longitude", "latitude", "wkt"], ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

// quoted where it must be; what a spreadsheet would run as a formula stays text
export function cell(value) {
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? "");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// what a printer gets: the drawing on white, however dark the reader's screen is; the account of the story follows
function onPaper(app) {
  const paper = document.getElementById("paper");
  document.documentElement.classList.add("bright");
  paper.replaceChildren(picture(app));
  document.documentElement.classList.remove("bright");
  paper.classList.toggle("wide", innerWidth > innerHeight);
  app.account();
}
