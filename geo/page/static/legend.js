// The legend (its rows are written with the page): a switch for each kind of mark, and how many of it the filters leave.

import { wide } from "./view.js";

export function startLegend(app) {
  const { data, state } = app;
  const root = document.getElementById("legend");
  const all = (selector) => [...root.querySelectorAll(selector)];
  const switches = all("[data-group]");
  const names = switches.map((input) => input.dataset.group);
  const words = new Map(names.map((name, at) => [name, all("[data-group] ~ .words")[at].firstChild.data.trim()]));
  const groupOf = Uint8Array.from(data.marks.values(), (mark) => names.indexOf(mark.group));

  function hide() {
    const off = state.get("off").split(",");
    const hidden = names.map((name) => off.includes(name));
    switches.forEach((input, at) => (input.checked = !hidden[at]));
    state.filter("off", hidden.includes(true) ? ({ number }) => !hidden[groupOf[number]] : null);
  }

  function update() {
    const counts = new Uint32Array(names.length);
    const looks = new Set();
    for (const mark of data.marks.values()) if (state.passes(mark, "off")) counts[groupOf[mark.number]]++;
    for (const mark of data.movements) if (state.passes(mark)) looks.add(mark.swatch).add(mark.shape);
    const traits = [...looks].flatMap((name) => name.split("-"));
    switches.forEach((input, at) => {
      input.parentNode.hidden = !counts[at];
      input.parentNode.lastElementChild.textContent = counts[at].toLocaleString("en");
    });
    for (const row of all("[data-traits]")) row.hidden = !row.dataset.traits.split(" ").some((name) => traits.includes(name));
    for (const row of all("[data-width]")) row.hidden = row.dataset.width !== state.get("measureBy");
    for (const input of all("[name=width]")) input.checked = input.value === state.get("measureBy");
    for (const section of all("section")) section.hidden = !section.querySelector("label.entry:not([hidden])");
  }

  // the words of a kind of mark, and its place among all marks of the lists
  app.words = (group) => words.get(group);
  app.rank = (mark) => groupOf[mark.number];
  hide();
  update();
  root.firstElementChild.open = wide();
  root.addEventListener("change", ({ target: { name, value } }) => {
    if (name === "width") state.set({ measureBy: value });
    else state.set({ off: String(names.filter((_, at) => !switches[at].checked)) });
  });
  state.on((changed) => {
    if (changed.has("off")) hide();
    if (changed.has("visible") || changed.has("measureBy")) update();
  });
}
