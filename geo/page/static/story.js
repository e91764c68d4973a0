// The story: the claims in order of their time as an account to scroll, read and print; the map moves along.
import { el, plural } from "./dom.js";
import { paced } from "./pace.js";

const AHEAD = 20;
const MOST = 3;
const PRINTED = 500;

export function startStory(app) {
  const { data, state, select } = app;
  const claims = [...data.movements, ...data.situations].sort((a, b) => a.nth - b.nth);
  const root = document.getElementById("story");
  const list = root.querySelector("ol");
  const isOpen = () => state.get("page") === "story";
  const go = paced(root, "li", (item) => {
    fill([...list.children].indexOf(item) + AHEAD);
    select(item.dataset.mark, { stay: true });
  });
  let [told, when, last] = [[], "", Promise.resolve()];
  // one step after another, as blocks are opened for them
  const later = (step) => (last = last.then(step));
  const fill = (upTo) =>
    later(async () => {
      for (const mark of told.slice(list.children.length, upTo)) {
        const entry = await data.detailsOf(mark);
        const head = [entry.when !== when && el("p", { class: "when" }, entry.when), el("h3", {}, el("button", {}, entry.told))];
        list.append(el("li", { "data-mark": mark.id }, head, entry.sources.slice(0, MOST).map(data.grow)));
        when = entry.when;
      }
    });

  function begin() {
    later(() => {
      list.replaceChildren();
      [told, when] = [claims.filter((mark) => state.passes(mark)), ""];
      root.querySelector(".note").textContent = told.length ? plural(told.length, "event") : "All events are filtered out.";
    });
    meet(0);
  }
  // the mark chosen elsewhere, by a link; while nothing is chosen, the one at that place
  async function meet(otherwise) {
    const chosen = () => told.findIndex(({ id }) => id === state.get("selected"));
    await fill(AHEAD).then(() => fill(chosen() + AHEAD));
    const found = list.children[chosen() < 0 ? otherwise : chosen()];
    if (isOpen() && found && !found.ariaCurrent) go(found, true);
  }
  // as much of it as somebody prints
  app.account = () => (isOpen() || begin(), fill(PRINTED));
  root.querySelector("[data-way=print]").addEventListener("click", () => app.account().then(() => globalThis.print()));
  list.addEventListener("click", ({ target }) => target.closest("h3") && go(target.closest("li")));
  state.on("page visible", () => isOpen() && begin());
  state.on("selected", (pass) => isOpen() && !pass.has("page") && !pass.has("visible") && meet());
}
