// Filters: what of each kind is told, how often under the other filters, and a choice of it.
import { el, listed, plural } from "./dom.js";

const MOST = 300;

export function startFilters({ data, state }) {
  const form = document.getElementById("filters");
  const box = form.firstElementChild;
  const facets = Array.from(form.querySelectorAll("[data-facet]"), (root) => ({ root, lists: new Map(), ...root.dataset }));
  const ofReports = {
    report: (docs) => docs.map(String),
    publisher: (docs) => docs.map((index) => data.documents[index].publisher || "not stated"),
  };
  const wordsOf = { report: (index) => data.documents[index].name, status: (status) => data.groups[`movement-${status}`] };
  const chosen = ({ facet }) => new URLSearchParams(state.get("filters")).getAll(facet);
  // many marks share their text, or their reports
  function valuesOf({ facet, column, lists }, mark) {
    const key = column ? mark[column] : mark.docs;
    if (!lists.has(key)) lists.set(key, column ? listed(key) : ofReports[facet](key));
    return lists.get(key);
  }

  function apply() {
    for (const one of facets) {
      const wanted = new Set(chosen(one));
      if ([...wanted].join() === (one.wanted ?? "")) continue;
      one.wanted = [...wanted].join();
      const has = (values) => values.some((value) => wanted.has(value));
      // a mark without a value has those of what hangs on it
      const test = (mark) => {
        const own = valuesOf(one, mark);
        return own.length ? has(own) : mark.linked.some(([, id]) => has(valuesOf(one, data.marks.get(id))));
      };
      // reports and what is not mapped have but reports and publishers
      const ofOthers = (other) => (one.column ? other.docs.length > 0 : has(valuesOf(one, other)));
      state.filter(one.facet, wanted.size ? test : null, ofOthers);
    }
  }
  // how many marks of each value there are, or are left by the other filters
  function counts(one, everything) {
    const sums = new Map();
    for (const mark of data.marks.values()) {
      if (!one.types.includes(mark.type) || !(everything || state.passes(mark, one.facet, "off"))) continue;
      for (const value of new Set(valuesOf(one, mark))) sums.set(value, (sums.get(value) || 0) + 1);
    }
    return sums;
  }
  // what is chosen comes first, then what is most often told
  function fill(one, mine) {
    const ranks = new Map([...counts(one, true), ...mine.map((value) => [value, Infinity])]);
    const values = [...ranks.keys()].sort((a, b) => ranks.get(b) - ranks.get(a) || (a < b ? -1 : 1));
    one.rows = values.slice(0, MOST).map((value) => {
      const input = el("input", { type: "checkbox", name: one.facet, value });
      const said = el("span", { class: "words", dir: "auto" }, wordsOf[one.facet]?.(value) || value);
      return el("label", { class: "entry" }, input, said, el("span", { class: "count" }));
    });
    one.root.querySelector(".entries").append(...one.rows);
    one.root.hidden = values.length < 2;
    one.root.open = mine.length > 0;
  }

  function draw() {
    const sum = [...new URLSearchParams(state.get("filters"))].length;
    form.querySelector(".count").textContent = sum ? `· ${plural(sum, "choice")}` : "";
    form.lastElementChild.hidden = !sum;
    for (const one of box.open ? facets : []) {
      const [sums, mine] = [counts(one), chosen(one)];
      if (!one.rows) fill(one, mine);
      one.root.querySelector(".count").textContent = mine.length || "";
      for (const row of one.rows) {
        const { value } = row.firstChild;
        row.firstChild.checked = mine.includes(value);
        row.lastChild.textContent = (sums.get(value) || 0).toLocaleString("en");
        row.classList.toggle("none", !sums.has(value));
      }
    }
  }

  form.addEventListener("reset", () => state.set({ filters: "" }));
  form.addEventListener("change", ({ target: { name, value, checked } }) => {
    // what is hidden at first is shown to those who ask for it
    const hidden = (group) => !checked || name !== "status" || group !== `movement-${value}`;
    const off = state.get("off").split(",").filter(hidden).join();
    state.set({ filters: String(new URLSearchParams(new FormData(form))), off });
  });
  form.addEventListener("click", ({ target }) => target.matches(".facet > .jump") && target.parentNode.classList.add("whole"));
  box.addEventListener("toggle", draw);
  apply();
  draw();
  state.on("filters", apply);
  state.on("visible filters", draw);
}
