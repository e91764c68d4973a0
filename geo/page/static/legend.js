// The legend (its rows are written with the page): a switch for each kind of mark, and how many of it the filters leave.
import { wide } from "./view.js";

export function startLegend({ data, state }) {
  const root = document.getElementById("legend");
  const all = (selector) => [...root.querySelectorAll(selector)];
  const switches = all("[data-group]");

  function hide() {
    const off = new Set(state.get("off").split(","));
    for (const input of switches) input.checked = !off.has(input.dataset.group);
    state.filter("off", state.get("off") && ((mark) => !off.has(mark.group)));
  }

  function update() {
    const sums = new Map();
    const looks = new Set();
    for (const mark of data.marks.values()) {
      if (state.passes(mark, "off")) sums.set(mark.group, (sums.get(mark.group) || 0) + 1);
      if (state.passes(mark)) looks.add(mark.swatch).add(mark.shape);
    }
    const traits = [...looks].flatMap((name) => name?.split("-"));
    for (const { parentNode: row, dataset } of switches) {
      row.hidden = !sums.has(dataset.group);
      row.lastElementChild.textContent = sums.get(dataset.group)?.toLocaleString("en");
    }
    for (const row of all("[data-traits]")) row.hidden = !row.dataset.traits.split(" ").some((name) => traits.includes(name));
    for (const row of all("[data-width]")) row.hidden = row.dataset.width !== state.get("measureBy");
    for (const input of all("[name=width]")) input.checked = input.value === state.get("measureBy");
  }

  hide();
  root.firstElementChild.open = wide();
  root.addEventListener("change", ({ target: { name, value } }) => {
    const off = switches.filter((input) => !input.checked).map((input) => input.dataset.group);
    state.set(name === "width" ? { measureBy: value } : { off: off.join() });
  });
  state.on("off", hide);
  state.on("visible measureBy", update);
}
