// A report's own text, sentence by sentence: its marked words lead to the map, and the map follows the reading.
import { grow } from "./dom.js";
import { paced } from "./pace.js";
import { bring } from "./view.js";

export function startReader(app) {
  const { data, state } = app;
  const pane = document.getElementById("reader");
  const [title, about, text] = ["h2", ".about", ".text"].map((part) => pane.querySelector(part));
  const told = (one) => [...one.querySelectorAll("[data-mark]")];
  const go = paced(pane, ".sentence", tell);

  async function open(report) {
    const paragraphs = await data.textOf(data.documents[report]);
    if (state.get("report") !== report) return;
    title.textContent = data.documents[report].name;
    about.replaceChildren(grow(data.documents[report].about));
    text.replaceChildren(...paragraphs.map(data.grow));
    pane.scrollTop = 0;
    light();
  }
  // the words of what is chosen or pointed at, wherever that happened
  function light() {
    const near = [state.get("selected"), state.get("pointed")];
    for (const word of told(text)) word.classList.toggle("current", near.includes(word.dataset.mark));
  }
  // the map goes to what the sentence tells; only its words are stops of the keyboard
  function tell(sentence) {
    for (const word of told(text)) word.tabIndex = sentence.contains(word) ? 0 : -1;
    const id = (sentence.querySelector(".trigger[data-mark]") || told(sentence)[0])?.dataset.mark;
    state.set({ pointed: id ?? null });
    if (id) bring(app.map, data.marks.get(id));
  }
  // a word shows its mark on the map, and opens its evidence when it is chosen again
  function choose({ target }) {
    const id = target.dataset.mark;
    const again = id && id === state.get("selected");
    if (again) app.select(null);
    if (id) app.select(id, { stay: !again });
    else go(target.closest(".sentence"));
  }

  text.addEventListener("click", choose);
  text.addEventListener("keydown", (event) => event.key === "Enter" && choose(event));
  text.addEventListener("mouseover", ({ target }) => target.dataset.mark && state.set({ pointed: target.dataset.mark }));
  state.on("selected pointed", light);
  state.on("report", () => state.get("report") !== null && open(state.get("report")));
}
