// The story: the claims in order of their time as an account to scroll, read and print; the map moves along.

import { sourceOf } from "./detail.js";
import { el, plural } from "./dom.js";
import { calm } from "./view.js";

const BATCH = 40;
const KEYS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };
const LINE = 22;
const MOST = 3;

export function startStory(app) {
  const { data, state } = app;
  const claims = [...data.movements, ...data.situations].sort((a, b) => a.nth - b.nth);
  const enter = document.getElementById("enter-story");
  const root = document.getElementById("story");
  const list = root.querySelector("ol");
  const isOpen = () => state.get("page") === "story";
  const open = (on) => state.set({ page: on ? "story" : "" });
  const timeOf = (mark) => (mark.date ? `${mark.whenOf === "report" ? "Reported " : ""}${mark.date}` : "No date stated");
  // the claim on a line near the top is the one told
  const watch = new IntersectionObserver(read, { root, rootMargin: `-${LINE}% 0px -${99 - LINE}% 0px` });
  let [told, at, timer, quiet] = [[], -1, 0, 0];

  function item(mark, index) {
    const time = timeOf(mark);
    const title = el("button", { type: "button", dir: "auto", onclick: () => go(index) }, mark.title);
    const when = index && timeOf(told[index - 1]) === time ? "" : el("p", { class: "when" }, time);
    const box = el("li", {}, when, el("h3", {}, title));
    box.ready = data.detailsOf(mark).then((entry) => {
      title.textContent = entry.sentence;
      box.append(...entry.quotes.slice(0, MOST).map((quote) => sourceOf(quote, data, app)));
    });
    watch.observe(box);
    return box;
  }

  function fill(upTo) {
    const from = list.children.length;
    if (from < upTo) list.append(...told.slice(from, Math.max(upTo, from + BATCH)).map((mark, index) => item(mark, from + index)));
  }

  function begin() {
    watch.disconnect();
    list.replaceChildren();
    [told, at] = [claims.filter((mark) => state.passes(mark)), -1];
    root.querySelector(".note").textContent = told.length ? plural(told.length, "event") : "All events are filtered out.";
    fill(1);
    meet();
  }

  // a mark chosen elsewhere, by a link
  function meet() {
    const chosen = told.findIndex((mark) => mark.id === state.get("selected"));
    if (chosen >= 0 && chosen !== at) go(chosen, true);
  }

  function read(entries) {
    const found = entries.find((entry) => entry.isIntersecting);
    if (found && isOpen() && performance.now() > quiet) turn([...list.children].indexOf(found.target));
  }

  // the map waits a moment, so that it does not run after a finger
  function turn(index) {
    list.children[at]?.removeAttribute("aria-current");
    at = index;
    list.children[at].setAttribute("aria-current", "true");
    fill(at + 10);
    clearTimeout(timer);
    timer = setTimeout(() => isOpen() && told[at] && app.select(told[at].id, { stay: true }), 150);
  }

  // while the list runs to its goal, what passes the line is not told
  async function go(index, still) {
    quiet = performance.now() + 900;
    fill(index + 1);
    turn(index);
    await Promise.all(Array.from(list.children, (box) => box.ready));
    const top = list.children[index].offsetTop - (0.8 * LINE * root.clientHeight) / 100;
    root.scrollTo({ top, behavior: still || calm() ? "auto" : "smooth" });
  }

  // a step on or back; false at the end
  app.tell = (by) => isOpen() && Boolean(told[at + by]) && (go(at + by), true);

  async function print() {
    fill(told.length);
    await Promise.all(Array.from(list.children, (box) => box.ready));
    globalThis.print();
  }

  enter.hidden = claims.length < 2;
  enter.addEventListener("click", () => open(!isOpen()));
  const ways = { previous: () => app.tell(-1), next: () => app.tell(1), print, close: () => open(false) };
  for (const way of root.querySelectorAll("[data-way]")) way.addEventListener("click", ways[way.dataset.way]);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
    else if (!KEYS[event.key] || !app.tell(KEYS[event.key])) return;
    event.preventDefault();
  });
  state.on((changed) => {
    enter.setAttribute("aria-pressed", isOpen());
    if (!isOpen()) return;
    if (changed.has("page") || changed.has("visible")) begin();
    else if (changed.has("selected")) meet();
  });
}
