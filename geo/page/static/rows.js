// A list of any length: some hundred rows are there at a time, more come when they are scrolled or walked to.

import { el } from "./dom.js";

const CHUNK = 200;
const MOST = 4;
const NEAR = 700;

// make: {row: item => element with one button.row, group: item => heading or null}; one tab stop, arrow keys walk
export function windowed(root, make) {
  let [items, first, last, chosen] = [[], 0, 0, null];
  const body = el("div", {});
  const end = () => Math.ceil(items.length / CHUNK) - 1;
  const rowAt = (index) => body.querySelector(`li[aria-posinset="${index + 1}"] .row`);
  const indexOf = (row) => Number(row.closest("li").getAttribute("aria-posinset")) - 1;

  function chunk(at) {
    const part = el("div", {});
    let rows = null;
    const group = (index) => (items[index] ? make.group(items[index]) : undefined);
    for (let index = at * CHUNK; index < Math.min((at + 1) * CHUNK, items.length); index++) {
      const fresh = group(index) !== group(index - 1);
      if (fresh && group(index)) part.append(el("h2", { class: "group" }, group(index)));
      if (fresh || !rows) rows = part.appendChild(el("ul", {}));
      rows.append(el("li", { "aria-setsize": items.length, "aria-posinset": index + 1 }, make.row(items[index])));
    }
    return part;
  }

  // the next part on one side; the farthest on the other goes
  function extend(step) {
    if (step < 0 ? first === 0 : last >= end()) return;
    if (step < 0) body.prepend(chunk(--first));
    else body.append(chunk(++last));
    if (last - first >= MOST) body[step < 0 ? "lastChild" : "firstChild"].remove();
    if (last - first >= MOST) step < 0 ? last-- : first++;
    mark(chosen);
  }

  function draw(at) {
    [first, last] = [at, at];
    body.replaceChildren(chunk(at));
    extend(1);
    mark(chosen);
  }

  function reach(index) {
    const at = Math.floor(index / CHUNK);
    if (at === last + 1) extend(1);
    else if (at === first - 1) extend(-1);
    else if (at < first || at > last) draw(at);
    return rowAt(index);
  }

  function stop(row) {
    for (const one of body.querySelectorAll('.row[tabindex="0"]')) one.tabIndex = -1;
    if (row) row.tabIndex = 0;
  }

  // the row of the selected mark is lit, and is where Tab enters the list
  function mark(id) {
    chosen = id;
    for (const row of body.querySelectorAll(".row")) row.classList.toggle("current", Boolean(id) && row.dataset.mark === id);
    stop(body.querySelector(".current") || body.querySelector('.row[tabindex="0"]') || body.querySelector(".row"));
  }

  root.replaceChildren(body);
  root.addEventListener("scroll", () => {
    if (root.scrollTop < NEAR) extend(-1);
    if (root.scrollHeight - root.scrollTop - root.clientHeight < NEAR) extend(1);
  });
  root.addEventListener("keydown", (event) => {
    if (!event.target.matches(".row")) return;
    const at = indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const row = reach(Math.max(0, Math.min(items.length - 1, to)));
    stop(row);
    row.focus();
  });

  return {
    mark,
    show(found, empty) {
      if (found.length && found.length === items.length && found.every((one, at) => one === items[at])) return;
      items = found;
      draw(0);
      if (!items.length) body.replaceChildren(el("p", { class: "empty" }, empty));
      root.scrollTop = 0;
    },
    focus(id) {
      const index = items.findIndex((one) => one.id === id);
      const row = index < 0 ? body.querySelector('.row[tabindex="0"]') : reach(index);
      stop(row);
      row?.focus();
    },
  };
}
