// Filters: what of each kind is told, how often under the other filters, and a choice of it.

import { el, listed, plural } from "./dom.js";

const MOST = 300;
const SURE = { 2: "Sure (90 % or more)", 1: "Likely (60 to 90 %)", 0: "Unsure (below 60 %)" };

// the values of a mark, and words of a value; a mark without a value has those of what hangs on it
const facetsOf = ({ data, words }) => ({
  report: [(one) => one.docs, (index) => data.documents[index].title || data.documents[index].source],
  publisher: [(one) => one.docs.map((index) => data.documents[index].publisher || "not stated")],
  class: [({ noun }) => noun && [noun]],
  actor: [(mark) => (mark.type === "situation" ? listed(mark.actor) : mark.label && mark.label !== mark.noun && [mark.label])],
  status: [({ status }) => status && [status], (status) => words(`movement-${status}`) || status],
  sure: [({ probability: share }) => share !== undefined && [share >= 0.9 ? 2 : share >= 0.6 ? 1 : 0], (band) => SURE[band]],
  kind: [(mark) => mark.type === "place" && [mark.kind]],
});
const OF_REPORTS = ["report", "publisher"];

export function startFilters(app) {
  const { data, state } = app;
  const form = document.getElementById("filters");
  const box = form.firstElementChild;
  const facets = Object.entries(facetsOf(app)).map(([name, [own, words = String]]) => {
    return { name, own, words, root: form.querySelector(`[data-facet="${name}"]`), rows: [] };
  });
  const chosen = ({ name }) => new URLSearchParams(state.get("filters")).getAll(name);

  // the values of all marks as numbers, made when they are first asked for
  function tableOf(facet) {
    if (facet.table) return facet.table;
    const indexOf = new Map();
    const starts = new Uint32Array(data.marks.size + 1);
    const own = new Uint8Array(data.marks.size);
    const values = [];
    for (const mark of data.marks.values()) {
      const found = facet.own(mark) || [];
      own[mark.number] = found.length > 0;
      const all = found.length ? found : mark.linked.flatMap(([, id]) => facet.own(data.marks.get(id)) || []);
      for (const value of new Set(all.map(String))) {
        if (!indexOf.has(value)) indexOf.set(value, indexOf.size);
        values.push(indexOf.get(value));
      }
      starts[mark.number + 1] = values.length;
    }
    facet.table = { indexOf, starts, own, values: Uint32Array.from(values) };
    return facet.table;
  }

  function apply() {
    for (const facet of facets) {
      const words = chosen(facet);
      const { indexOf, starts, values } = words.length ? tableOf(facet) : {};
      const wanted = new Set(words.map((word) => indexOf.get(word)));
      const test = ({ number }) => {
        for (let at = starts[number]; at < starts[number + 1]; at++) if (wanted.has(values[at])) return true;
        return false;
      };
      const ofOthers = (one) => facet.own(one).some((value) => words.includes(String(value)));
      state.filter(`facet ${facet.name}`, words.length ? test : null, OF_REPORTS.includes(facet.name) && ofOthers);
    }
  }

  // how many marks of each value the other filters leave
  function counts(facet) {
    const { indexOf, starts, own, values } = tableOf(facet);
    const sums = new Uint32Array(indexOf.size);
    for (const mark of data.marks.values()) {
      if (!own[mark.number] || !state.passes(mark, `facet ${facet.name}`, "off")) continue;
      for (let at = starts[mark.number]; at < starts[mark.number + 1]; at++) sums[values[at]]++;
    }
    return sums;
  }

  // what is most often told comes first, and what is chosen before it
  function fill(facet, sums) {
    const mine = chosen(facet);
    const ranks = [...facet.table.indexOf].map(([value, index]) => ({ value, index, rank: sums[index] + 1e9 * mine.includes(value) }));
    facet.rows = ranks.sort((a, b) => b.rank - a.rank || (a.value < b.value ? -1 : 1)).slice(0, MOST);
    for (const row of facet.rows) {
      row.input = el("input", { type: "checkbox", name: facet.name, value: row.value });
      row.count = el("span", { class: "count" });
      const words = el("span", { class: "words", dir: "auto" }, facet.words(row.value));
      row.label = el("label", { class: "entry" }, row.input, words, row.count);
    }
    facet.root.querySelector(".entries").append(...facet.rows.map(({ label }) => label));
    facet.root.hidden = facet.rows.length < 2;
    facet.root.open = mine.length > 0;
  }

  function draw() {
    const sum = [...new URLSearchParams(state.get("filters"))].length;
    form.querySelector(".count").textContent = sum ? `· ${plural(sum, "choice")}` : "";
    form.querySelector("[type=reset]").hidden = !sum;
    if (!box.open) return;
    for (const facet of facets) {
      const sums = counts(facet);
      const mine = chosen(facet);
      if (!facet.rows.length) fill(facet, sums);
      facet.root.querySelector(".count").textContent = mine.length || "";
      for (const { value, index, input, count, label } of facet.rows) {
        input.checked = mine.includes(value);
        count.textContent = sums[index].toLocaleString("en");
        label.classList.toggle("none", !sums[index]);
      }
    }
  }

  state.keep("filters");
  form.addEventListener("reset", () => state.set({ filters: "" }));
  form.addEventListener("change", ({ target: { name, value, checked } }) => {
    // what is hidden at first is shown to those who ask for it
    const off = state.get("off").filter((group) => !checked || name !== "status" || group !== `movement-${value}`);
    state.set({ filters: String(new URLSearchParams(new FormData(form))), off });
  });
  form.addEventListener("click", ({ target }) => target.matches(".facet > .jump") && target.parentNode.classList.add("whole"));
  box.addEventListener("toggle", draw);
  state.on((changed) => {
    if (changed.has("filters")) apply();
    if (changed.has("visible") || changed.has("filters")) draw();
  });
  apply();
  draw();
}
