// The evidence of one mark: who, what, from, to, when, how sure, says who, and the sentences themselves.

import { movementTools, placeTools } from "./corrections.js";
import { dateWords, el, listed, plural, quoted, webLink } from "./dom.js";
import { swatch } from "./legend.js";

const KINDS = { city: "town or city", admin1: "first-order division", admin2: "second-order division" };

export function detailOf(mark, data, app) {
  const parts = { movement, situation, region, place }[mark.type](mark, data, app);
  return el("article", { class: `detail ${mark.type}` }, ...parts);
}

function facts(rows) {
  const list = el("dl", { class: "facts" });
  for (const [term, value] of rows) {
    if (!value || (Array.isArray(value) && !value.length)) continue;
    list.append(el("dt", {}, term), el("dd", { dir: "auto" }, value));
  }
  return list;
}

function title(mark, kicker, status) {
  return [
    el("p", { class: "kicker" }, swatch(mark), el("span", {}, kicker)),
    el("h2", { tabindex: "-1", dir: "auto" }, mark.title),
    status ? el("p", { class: `status ${mark.status}` }, status) : null,
  ];
}

function movement(mark, data, app) {
  const inferred = listed(mark.inferred);
  const told = plural(mark.reports, "report") + (mark.publishers > 1 ? ` of ${mark.publishers} publishers` : "");
  const goal = { yes: "said to be reached", no: "not reached", uncertain: "not said whether reached" }[mark.goal_reached];
  return [
    ...title(mark, mark.noun, sentence(mark.status_words)),
    facts([
      ["Who", mark.mover || "not stated"],
      ["Made to move by", mark.causer],
      ["From", ends(mark, "origin", app) || "not stated"],
      ["To", ends(mark, "destination", app) || (mark.directions ? null : "not stated")],
      ["Direction", compass(mark.directions)],
      ["Via", ends(mark, "via", app)],
      ["Along", mark.path],
      ["Goal", mark.destination ? goal : null],
      [
        "When",
        [mark.time, [...new Set([mark.time_start, mark.time_end].filter(Boolean).map(dateWords))].join(" – ")]
          .filter(Boolean)
          .join(" · ") || "not stated",
      ],
      ["How many", many(mark)],
      ["Says who", mark.attribution || "the reports themselves"],
      ["Told by", told],
      ["Inferred", inferred.length ? `${inferred.join(", ")} (the text does not state it)` : null],
      [
        "Decided by",
        mark.cues
          ? `the words ${listed(mark.cues)
              .slice(0, 5)
              .map((cue) => `“${cue}”`)
              .join(", ")}`
          : null,
      ],
    ]),
    mark.disputed ? el("p", { class: "warning" }, "The reports contradict each other.") : null,
    evidence(mark, data, app),
    drawing(mark, "Schematic course, not the route."),
    movementTools(mark, app),
  ];
}

function many(mark) {
  if (!mark.quantity) return null;
  const { quantity_min: least, quantity_max: most } = mark;
  const range =
    least !== undefined && most !== undefined && least !== most ? ` (${least.toLocaleString("en")} to ${most.toLocaleString("en")})` : "";
  return mark.quantity + range;
}

function ends(mark, role, app) {
  const places = mark.linked.filter(([side]) => side === role).map(([, id]) => app.data.marks.get(id));
  const names = listed(mark[role]);
  if (!names.length) return null;
  return names.flatMap((name, at) => {
    const place = places.find((one) => one.name === name);
    return [at ? ", " : "", place ? jump(place, name, app) : name];
  });
}

function jump(mark, words, app) {
  return el("button", { type: "button", class: "jump", onclick: () => app.select(mark.id, { keep: true }) }, words);
}

function situation(mark, data, app) {
  const at = mark.linked.filter(([role]) => role === "at").map(([, id]) => app.data.marks.get(id));
  const told = plural(mark.reports, "report") + (mark.publishers > 1 ? ` of ${mark.publishers} publishers` : "");
  return [
    ...title(mark, mark.noun, sentence(mark.status_words)),
    facts([
      ["Who", mark.kind === "displaced" ? null : mark.actor || "not stated"],
      ["Where", at.length ? at.map((one) => jump(one, mark.place, app)) : mark.place],
      [
        "When",
        [mark.time, [...new Set([mark.time_start, mark.time_end].filter(Boolean).map(dateWords))].join(" – ")]
          .filter(Boolean)
          .join(" · ") || "not stated",
      ],
      ["How many", many(mark)],
      ["Says who", mark.attribution || "the reports themselves"],
      ["Told by", told],
      ["Inferred", mark.inferred ? `${mark.inferred} (the text does not state it)` : null],
      [
        "Decided by",
        mark.cues
          ? `the words ${listed(mark.cues)
              .slice(0, 5)
              .map((cue) => `“${cue}”`)
              .join(", ")}`
          : null,
      ],
    ]),
    evidence(mark, data, app),
    drawing(mark, "A symbol beside its place: a change of hands or a number of people is no path."),
  ];
}

function region(mark, data, app) {
  const anchors = mark.linked.filter(([role]) => role === "anchor").map(([, id]) => app.data.marks.get(id));
  return [
    ...title(mark, "area relative to a place"),
    facts([
      ["Relation", mark.relation_words],
      ["Relative to", anchors.flatMap((one, at) => [at ? ", " : "", jump(one, one.name, app)])],
      ["Placed there", mark.target],
      ["Distance", mark.distance_km === undefined ? null : `${mark.distance_km} km`],
      [
        "In the words",
        listed(mark.phrases)
          .map((words) => `“${words}”`)
          .join(", "),
      ],
      ["Inferred", mark.inferred],
    ]),
    evidence(mark, data, app),
    drawing(mark, "The dark core is likelier than the pale edge; neither is a border."),
  ];
}

function place(mark, data, app) {
  const where = [KINDS[mark.kind] || mark.kind, mark.admin1 === mark.name ? "" : mark.admin1, mark.kind === "country" ? "" : mark.country];
  const names = listed(mark.names).filter((name) => name !== mark.name);
  return [
    ...title(mark, where.filter(Boolean).join(", ")),
    facts([
      ["Named", `${plural(mark.mentions, "time")} in ${plural(mark.reports, "report")}`],
      ["Also as", names.join(", ")],
      ["Meant as", mark.literal === 0 ? "a government, a team or part of another name, never the place itself" : null],
      ["Precision", precision(mark)],
      ["How sure", mark.probability === undefined ? null : `${Math.round(mark.probability * 100)} %`],
      ["Why", listed(mark.reasons).slice(0, 6).join("; ")],
      ["Coordinates", `${mark.geometry.coordinates[1].toFixed(3)}, ${mark.geometry.coordinates[0].toFixed(3)} (latitude, longitude)`],
      ["Entry", [mark.layer === "user" ? "your gazetteer" : "", mark.source, mark.note].filter(Boolean).join("; ")],
    ]),
    rivals(mark),
    placeTools(mark, app),
    related(mark, app),
    evidence(mark, data, app),
  ];
}

function precision(mark) {
  const reach = mark.extent_km ? `, within about ${Math.max(1, Math.round(mark.extent_km))} km of its middle` : "";
  return (
    {
      settlement: "a settlement",
      exact: "a site",
      province: "a province",
      district: "a district",
      country: "a whole country or more",
      area: "an area",
    }[mark.precision] + reach
  );
}

function rivals(mark) {
  const others = mark.choices.filter(([, , , , , chosen]) => !chosen);
  if (!others.length) return null;
  const items = others.map(([, name, kind, where, share]) =>
    el(
      "li",
      { dir: "auto" },
      `${name} (${[KINDS[kind] || kind, where].filter(Boolean).join(", ")})`,
      el("span", { class: "count" }, `${Math.round(share * 100)} %`),
    ),
  );
  return el("section", {}, el("h3", {}, "The name could also mean"), el("ul", { class: "plain" }, items));
}

function related(mark, app) {
  if (!mark.linked.length) return null;
  const words = { origin: "from here", destination: "to here", via: "via here", region: "area", situation: "event" };
  const seen = new Set();
  const items = mark.linked
    .filter(([, id]) => !seen.has(id) && seen.add(id))
    .map(([role, id]) => {
      const other = app.data.marks.get(id);
      return el("li", {}, swatch(other), jump(other, other.title, app), el("span", { class: "count" }, words[role]));
    });
  return el("section", {}, el("h3", {}, "What the reports tell of it"), el("ul", { class: "plain related" }, items));
}

// every sentence with its report; the words that made the mark are marked
function evidence(mark, data, app) {
  const section = el(
    "section",
    { class: "evidence" },
    el("h3", {}, mark.quotes.length === 1 ? "The sentence" : `The ${mark.quotes.length} sentences`),
  );
  for (const quote of mark.quotes) section.append(sourceOf(quote, data, app, mark.status_words));
  return section;
}

// status is repeated only where this sentence differs from the whole claim
export function sourceOf(quote, data, app, status) {
  const report = data.documents[quote[1]] || {};
  const own = quote[5].filter(([, words]) => words !== status).map(([label, words]) => (label === "status" ? words : `${label}: ${words}`));
  const name = report.title || report.source || "Untitled report";
  const byline = [report.publisher, dateWords(report.published) || "no date stated"].filter(Boolean).join(", ");
  const link = webLink(report.url);
  return el(
    "figure",
    { class: "source" },
    el("blockquote", {}, quoted(quote)),
    el(
      "figcaption",
      {},
      el("button", { type: "button", class: "jump report", dir: "auto", onclick: () => app.only(quote[1]) }, name),
      el("span", { class: "byline", dir: "auto" }, byline),
      report.title && report.source ? el("span", { class: "file" }, report.source.split(/[\\/]/).pop()) : null,
      link ? el("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, "original") : null,
      own.length ? el("span", { class: "own", dir: "auto" }, own.join(" · ")) : null,
    ),
  );
}

function drawing(mark, words) {
  const warnings = listed(mark.warnings);
  return el(
    "section",
    { class: "drawn" },
    el("h3", {}, "How it is drawn"),
    el("p", {}, words),
    mark.model ? el("p", { class: "note", dir: "auto" }, [mark.model, mark.model_source].filter(Boolean).join(" — ")) : null,
    warnings.map((warning) => el("p", { class: "warning", dir: "auto" }, warning)),
  );
}

const sentence = (text) => (text ? text[0].toLocaleUpperCase() + text.slice(1) : "");

const POINTS = { N: "north", E: "east", S: "south", W: "west" };
export function compass(directions) {
  const name = (point) => (/^[NESW]{1,3}$/.test(point) ? Array.from(point, (letter) => POINTS[letter]).join("-") : point);
  return (directions || "").split(", ").filter(Boolean).map(name).join(", ");
}
