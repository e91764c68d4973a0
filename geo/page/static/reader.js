// A report's own text, sentence by sentence: its marked words lead to the map, and the map follows the reading.

import { el, webLink } from "./dom.js";
import { bring } from "./view.js";

const LINE = 0.35;
const TOO_LONG = "The texts of the reports are too long to be part of this page. The sentences that tell of a mark stand with it.";

export function startReader(app) {
  const { data, state } = app;
  const pane = document.getElementById("reader");
  let [current, timer] = [null, 0];

  async function open(report) {
    if (report === null) return state.get("page") === "reader" && state.set({ page: "" });
    const pieces = await data.textOf(report);
    if (state.get("report") !== report) return null;
    current = null;
    pane.replaceChildren(heading(data.documents[report], app), pieces ? textOf(pieces) : el("p", { class: "note" }, TOO_LONG));
    pane.scrollTop = 0;
    return light();
  }

  // the words of what is chosen or pointed at, wherever that happened
  function light() {
    const near = [state.get("selected"), state.get("pointed")];
    for (const word of pane.querySelectorAll("[data-mark]")) word.classList.toggle("current", near.includes(word.dataset.mark));
  }

  function turnTo(sentence) {
    if (!sentence || sentence === current) return;
    for (const [one, on] of [
      [current, false],
      [sentence, true],
    ]) {
      one?.classList.toggle("current", on);
      for (const word of one?.querySelectorAll("[data-mark]") || []) word.tabIndex = on ? 0 : -1;
    }
    current = sentence;
    const told = sentence.querySelector(".trigger[data-mark]") || sentence.querySelector("[data-mark]");
    state.set({ pointed: told?.dataset.mark ?? null });
    if (told) bring(app.map, data.marks.get(told.dataset.mark));
  }

  // the sentence at the reading line
  function follow() {
    timer = 0;
    const { top, height } = pane.getBoundingClientRect();
    const near = (one) => Math.abs(one.getBoundingClientRect().top - top - height * LINE);
    const told = [...pane.querySelectorAll(".sentence")].filter((one) => one.querySelector("[data-mark]"));
    turnTo(told.reduce((best, one) => (!best || near(one) < near(best) ? one : best), null));
  }

  function choose(target) {
    const id = target.closest("[data-mark]")?.dataset.mark;
    const again = id && id === state.get("selected");
    if (again) app.select(null);
    if (id) app.select(id, { stay: !again });
    else turnTo(target.closest(".sentence"));
  }

  app.read = (report) => {
    app.only(report);
    state.set({ page: "reader" });
  };
  pane.addEventListener("click", ({ target }) => choose(target));
  pane.addEventListener("mouseover", ({ target }) => target.dataset.mark && state.set({ pointed: target.dataset.mark }));
  pane.addEventListener("scroll", () => (timer ||= setTimeout(follow, 160)));
  pane.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" && event.target.dataset.mark) choose(event.target);
    if (!step) return;
    event.preventDefault();
    const all = [...pane.querySelectorAll(".sentence")];
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(current) + step))];
    next?.scrollIntoView({ block: "center" });
    turnTo(next);
  });
  state.on((changed) => {
    if (changed.has("report")) open(state.get("report"));
    if (changed.has("selected") || changed.has("pointed")) light();
  });
  if (state.get("report") !== null) open(state.get("report"));
}

function heading(report, app) {
  const link = webLink(report.url);
  const button = (words, onclick) => el("button", { type: "button", class: "jump", onclick }, words);
  return el(
    "header",
    {},
    el(
      "p",
      { class: "ways" },
      button("← All reports", () => app.only(null)),
      button("List of its marks", () => app.state.set({ page: "" })),
    ),
    el("h2", { tabindex: "-1", dir: "auto" }, report.title || report.source || "Untitled report"),
    el("p", { class: "byline", dir: "auto" }, [report.publisher, report.date || "no date stated"].filter(Boolean).join(", ")),
    link ? el("p", {}, el("a", { href: link, rel: "noopener noreferrer", target: "_blank" }, "original")) : null,
  );
}

// pieces [kind, begins a paragraph, parts] as paragraphs of sentences
function textOf(pieces) {
  const body = el("div", { class: "text", tabindex: "0" });
  for (const [kind, opens, parts] of pieces) {
    if (opens || !body.lastChild) body.append(el("p", { class: kind || "body", dir: "auto" }));
    body.lastChild.append(el("span", { class: kind === "left-out" ? kind : "sentence" }, parts.map(wordOf)), " ");
  }
  return body;
}

// plain text, [words, class, mark], or [words, "declined", "", why]
function wordOf(part) {
  if (typeof part === "string") return part;
  const [words, name, id, why] = part;
  return el(
    "mark",
    id ? { class: name, "data-mark": id, role: "button", tabindex: "-1" } : { class: name, title: `Not mapped: ${why}` },
    words,
  );
}
