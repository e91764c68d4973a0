// The evidence of one mark, as evidence.py composed it, with the tools to correct it and what hangs on it.
import { correctionTools } from "./corrections.js";
import { el, swatch } from "./dom.js";

export function detailOf(mark, app) {
  const article = el("article", { class: `detail ${mark.type}` }, el("h2", { tabindex: "-1" }, mark.title));
  // a row under the pointer lights up its words in the sentences
  article.addEventListener("mouseover", ({ target }) => (article.dataset.lit = target.closest("[data-role]")?.dataset.role || ""));
  fill(article, mark, app);
  return article;
}

// at once where the evidence is open
async function fill(article, mark, app) {
  const { data } = app;
  const { kicker, about, heading, sources, below, fix } = data.opened(mark) || (await data.detailsOf(mark));
  article.prepend(el("p", { class: "kicker" }, swatch(mark), el("span", {}, kicker)));
  article.append(...about.map(data.grow), correctionTools(mark, fix, app), related(mark, data), el("h3", {}, heading));
  article.append(...sources.map(data.grow), ...below.map(data.grow));
}

function related({ type, linked }, data) {
  const others = new Map(type === "place" ? linked.map(([words, id]) => [data.marks.get(id), words]) : []);
  if (!others.size) return "";
  const way = ({ id, title }) => el("button", { class: "jump", "data-to": id }, title);
  const items = [...others].map(([mark, words]) => el("li", {}, swatch(mark), way(mark), el("span", { class: "count" }, words)));
  return el("section", {}, el("h3", {}, "What the reports tell of it"), el("ul", { class: "plain related" }, items));
}
