// A list of any length: some hundred rows are there at first, more come when its end comes into sight or is walked to.
import { el } from "./dom.js";

const CHUNK = 200;

// make: {row: item => element that holds one .row, group: item => heading}; one tab stop, arrow keys walk
export function rowsIn(root, make) {
  const [body, end] = [el("div"), el("div", { class: "end" })];
  let [items, drawn, chosen] = [[], 0, null];
  const rows = () => [...body.querySelectorAll(".row")];

  function more() {
    for (const item of items.slice(drawn, drawn + CHUNK)) {
      const group = make.group(item);
      if (!drawn || group !== make.group(items[drawn - 1])) body.append(group ? el("h2", { class: "group" }, group) : "", el("ul"));
      drawn++;
      body.lastChild.append(el("li", { "aria-setsize": items.length, "aria-posinset": drawn }, make.row(item)));
    }
    mark(chosen);
  }
  // where Tab enters the list
  function stop(row) {
    body.querySelector('.row[tabindex="0"]')?.setAttribute("tabindex", "-1");
    row?.setAttribute("tabindex", "0");
    return row;
  }
  // the row of the selected mark is lit
  function mark(id) {
    chosen = id;
    for (const row of rows()) row.classList.toggle("current", row.dataset.mark === id);
    stop(body.querySelector(".current") || body.querySelector('.row[tabindex="0"]') || body.querySelector(".row"));
  }

  function show(found, empty) {
    if (found.length && found.length === items.length && found.every((one, at) => one === items[at])) return;
    [items, drawn] = [found, 0];
    body.replaceChildren(...(found.length ? [] : [el("p", { class: "empty" }, empty)]));
    root.scrollTop = 0;
    more();
  }

  root.replaceChildren(body, end);
  new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && more()).observe(end);
  root.addEventListener("keydown", (event) => {
    const from = rows().indexOf(event.target);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: drawn - 1 }[event.key];
    if (from < 0 || to === undefined) return;
    event.preventDefault();
    if (to >= drawn - 1) more();
    stop(rows()[Math.max(0, Math.min(to, drawn - 1))]).focus();
  });
  return { mark, show, focus: () => body.querySelector('.row[tabindex="0"]')?.focus() };
}
