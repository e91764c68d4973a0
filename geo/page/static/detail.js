// The evidence of one mark, as evidence.py composed it: facts with the words they were read from, rivals, sentences.

import { correctionTools } from "./corrections.js";
import { el, webLink } from "./dom.js";
import { swatch } from "./swatch.js";

export function detailOf(mark, data, app) {
  const article = el("article", { class: `detail ${mark.type}` }, el("h2", { tabindex: "-1", dir: "auto" }, mark.title));
  const fill = (entry) => {
    article.prepend(el("p", { class: "kicker" }, swatch(mark), el("span", { dir: "auto" }, entry.kicker)));
    article.append(...parts(mark, entry, data, app).filter(Boolean));
  };
  const open = data.opened(mark);
  if (open) fill(open);
  else data.detailsOf(mark).then(fill);
  return article;
}

function parts(mark, entry, data, app) {
  const note = (className) => (words) => el("p", { class: className, dir: "auto" }, words);
  return [
    entry.status && el("p", { class: `status ${mark.status}`, dir: "auto" }, entry.status),
    el(
      "dl",
      { class: "facts" },
      (entry.facts || []).map((row) => fact(row, app)),
    ),
    ...(entry.doubts || []).map(note("warning")),
    rivals(entry.rivals || []),
    correctionTools(mark, entry, app),
    related(mark, app),
    evidence(entry, data, app),
    entry.drawn && el("section", { class: "drawn" }, el("h3", {}, "How it is drawn"), entry.drawn.map(note("note"))),
  ];
}

// [label, role, line, ...]; a row under the pointer lights up its words in the sentences
function fact([label, role, ...lines], app) {
  const light = (on) => (event) => event.currentTarget.closest("article").toggleAttribute(`data-${role}`, on);
  const hover = role ? { onmouseenter: light(true), onmouseleave: light(false) } : {};
  return el(
    "div",
    hover,
    el("dt", {}, label),
    ...lines.map((line) =>
      el(
        "dd",
        { dir: "auto" },
        line.map((part) => words(part, app)),
      ),
    ),
  );
}

// plain text, [words of a report], or [words, mark that they lead to]
function words(part, app) {
  if (typeof part === "string") return part;
  return part.length === 1 ? el("span", { class: "said" }, part) : jump(part[0], part[1], app);
}

const jump = (text, id, app) => el("button", { type: "button", class: "jump", onclick: () => app.select(id, { keep: true }) }, text);

function rivals(list) {
  if (!list.length) return null;
  const items = list.map(([name, what, share]) => el("li", { dir: "auto" }, `${name} (${what})`, el("span", { class: "count" }, share)));
  return el("section", {}, el("h3", {}, "The name could also mean"), el("ul", { class: "plain" }, items));
}

const ROLES = { origin: "from here", destination: "to here", via: "via here", region: "area", situation: "event" };

function related(mark, app) {
  const others = new Map(mark.type === "place" ? mark.linked.map(([role, id]) => [id, role]) : []);
  if (!others.size) return null;
  const items = [...others].map(([id, role]) => {
    const other = app.data.marks.get(id);
    return el("li", {}, swatch(other), jump(other.title, id, app), el("span", { class: "count" }, ROLES[role]));
  });
  return el("section", {}, el("h3", {}, "What the reports tell of it"), el("ul", { class: "plain related" }, items));
}

function evidence({ quotes = [], more = 0 }, data, app) {
  const count = quotes.length + more;
  return el(
    "section",
    { class: "evidence" },
    el("h3", {}, count === 1 ? "The sentence" : `The ${count} sentences`),
    quotes.map((quote) => sourceOf(quote, data, app)),
    more ? el("p", { class: "note" }, `${more} more are marked in the texts of the reports.`) : null,
  );
}

// a sentence with its words marked, and the report that it stands in
export function sourceOf([index, text, own], data, app) {
  const report = data.documents[index] || {};
  const link = webLink(report.url);
  return el(
    "figure",
    { class: "source" },
    el("blockquote", {}, el("q", { dir: "auto" }, markedOf(text))),
    el(
      "figcaption",
      {},
      el(
        "button",
        { type: "button", class: "jump report", dir: "auto", onclick: () => app.read(index) },
        report.title || report.source || "Untitled report",
      ),
      el("span", { class: "byline", dir: "auto" }, [report.publisher, report.date || "no date stated"].filter(Boolean).join(", ")),
      report.title && report.source ? el("span", { class: "file", dir: "auto" }, report.source.split(/[\\/]/).pop()) : null,
      link ? el("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, "original") : null,
      own ? el("span", { class: "own", dir: "auto" }, own) : null,
    ),
  );
}

// parts of a sentence: plain text, or [words, class]
export function markedOf(text) {
  return text.map((part) => (typeof part === "string" ? part : el("mark", { class: part[1] }, part[0])));
}
