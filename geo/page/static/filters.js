// Filters: what of each kind is told, how often under the other filters, and a choice of it.

import { el, listed, plural } from "./dom.js";

const MOST = 300;

export function startFilters({ data, state, words }) {
  const form = document.getElementById("filters");
  const box = form.firstElementChild;
  const ofReports = {
    report: (one) => one.docs,
    publisher: (one) => one.docs.map((index) => data.documents[index].publisher || "not stated"),
  };
  const wordsOf = {
    report: (index) => data.documents[index].title || data.documents[index].source,
    status: (status) => words(`movement-${status}`) || status,
  };
  const facets = Array.from(form.querySelectorAll("[data-facet]"), (root) => {
    const { facet: name, column } = root.dataset;
    return { name, root, own: ofReports[name] || ((one) => listed(one[column])), words: wordsOf[name] || String };
  });
  const chosen = ({ name }) => new URLSearchParams(state.get("filters")).getAll(name);

  function apply() {
    for (const facet of facets) {
      const mine = chosen(facet);
      if (mine.length) facet.table ??= tableOf(facet, data.marks);
      const { indexOf, starts, values } = facet.table || {};
      const wanted = new Set(mine.map((value) => indexOf.get(value)));
      const test = ({ number }) => {
        for (let at = starts[number]; at < starts[number + 1]; at++) if (wanted.has(values[at])) return true;
        return false;
      };
      // reports and what is not mapped have but reports and publishers
      const ofOthers = (one) => (ofReports[facet.name] ? facet.own(one).some((value) => mine.includes(String(value))) : one.docs.length);
      state.filter(`facet ${facet.name}`, mine.length ? test : null, ofOthers);
    }
  }

  // how many marks of each value the other filters leave
  function counts(facet) {
    facet.table ??= tableOf(facet, data.marks);
    const { indexOf, starts, own, values } = facet.table;
    const sums = new Uint32Array(indexOf.size);
    for (const mark of data.marks.values()) {
      if (!own[mark.number] || !state.passes(mark, `facet ${facet.name}`, "off")) continue;
      for (let at = starts[mark.number]; at < starts[mark.number + 1]; at++) sums[values[at]]++;
    }
    return sums;
  }

  // what is chosen comes first, then what is most often told
  function fill(facet, sums, mine) {
    const rows = Array.from(facet.table.indexOf, ([value, index]) => ({ value, index, rank: sums[index] + 1e9 * mine.includes(value) }));
    facet.rows = rows.sort((a, b) => b.rank - a.rank || (a.value < b.value ? -1 : 1)).slice(0, MOST);
    for (const row of facet.rows) {
      const input = el("input", { type: "checkbox", name: facet.name, value: row.value });
      const said = el("span", { class: "words", dir: "auto" }, facet.words(row.value));
      row.label = el("label", { class: "entry" }, input, said, el("span", { class: "count" }));
    }
    facet.root.querySelector(".entries").append(...facet.rows.map(({ label }) => label));
    facet.root.hidden = rows.length < 2;
    facet.root.open = mine.length > 0;
  }

  function draw() {
    const sum = [...new URLSearchParams(state.get("filters"))].length;
    form.querySelector(".count").textContent = sum ? `· ${plural(sum, "choice")}` : "";
    form.lastElementChild.hidden = !sum;
    for (const facet of box.open ? facets : []) {
      const [sums, mine] = [counts(facet), chosen(facet)];
      if (!facet.rows) fill(facet, sums, mine);
      facet.root.querySelector(".count").textContent = mine.length || "";
      for (const { value, index, label } of facet.rows) {
        label.firstChild.checked = mine.includes(value);
        label.lastChild.textContent = sums[index].toLocaleString("en");
        label.classList.toggle("none", !sums[index]);
      }
    }
  }

  form.addEventListener("reset", () => state.set({ filters: "" }));
  form.addEventListener("change", ({ target: { name, value, checked } }) => {
    // what is hidden at first is shown to those who ask for it
    const off = state.get("off").filter((group) => !checked || name !== "status" || group !== `movement-${value}`);
    state.set({ filters: String(new URLSearchParams(new FormData(form))), off });
  });
  form.addEventListener("click", ({ target }) => target.matches(".facet > .jump") && target.parentNode.classList.add("whole"));
  box.addEventListener("toggle", draw);
  state.keep("filters");
  apply();
  draw();
  state.on((changed) => {
    if (changed.has("filters")) apply();
    if (changed.has("visible") || changed.has("filters")) draw();
  });
}

// the values of all marks as numbers; a mark without a value has those of what hangs on it
function tableOf({ own: valuesOf }, marks) {
  const [indexOf, values] = [new Map(), []];
  const [starts, own] = [new Uint32Array(marks.size + 1), new Uint8Array(marks.size)];
  for (const mark of marks.values()) {
    const found = valuesOf(mark);
    const all = found.length ? found : mark.linked.flatMap(([, id]) => valuesOf(marks.get(id)));
    own[mark.number] = found.length ? 1 : 0;
    for (const value of new Set(all.map(String))) {
      if (!indexOf.has(value)) indexOf.set(value, indexOf.size);
      values.push(indexOf.get(value));
    }
    starts[mark.number + 1] = values.length;
  }
  return { indexOf, starts, own, values: Uint32Array.from(values) };
}
