// The timeline: a brush over the time of the events (of the report where the text gives none), and play.

const PARTS = [".plot", ".window", ".now", ".play", ".jump", ".range", "[type=checkbox]"];
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export function startTimeline({ data, state, say }) {
  if (!data.timeline) return;
  const { edges, first, last, stops } = data.timeline;
  const most = edges.length - 1;
  const root = document.getElementById("timeline");
  const [plot, pane, now, play, all, range, loose] = PARTS.map((name) => root.querySelector(name));
  const grips = [...root.querySelectorAll("[type=range]")];
  let [from, to, drag, timer] = [0, most, null, 0];
  // index of the first edge that is not before a day
  const edgeAt = (day) => edges.findIndex((edge, index) => edge >= day || index === most);
  const put = ({ style }, left, right) => {
    style.left = `${(100 * left) / most}%`;
    style.right = `${100 - (100 * right) / most}%`;
  };
  // first day, day after the last, "dated" when marks without a time are left out; the outermost edges hold whatever lies beyond
  function brush(left, right) {
    const time = [left ? edges[left] : "", right < most ? edges[right] : "", loose.checked ? "" : "dated"];
    state.set({ time: time.join("_").replace(/^__$/, "") });
  }

  function follow() {
    const [left, right, dated] = state.get("time").split("_");
    const [low, high] = [left ? Number(left) : -Infinity, right ? Number(right) : Infinity];
    loose.checked = !dated;
    from = Math.min(edgeAt(low), most - 1);
    to = Math.max(edgeAt(high), from + 1);
    const within = ({ when }) => (when ? !(when[0] >= high || when[1] <= low) : !dated);
    state.filter("time", state.get("time") ? within : null, (one) => !one.when || within(one));
    put(pane, from, to);
    grips.forEach((grip, side) => {
      grip.value = side ? to : from;
      grip.setAttribute("aria-valuetext", side ? last[to] : first[from]);
    });
    // where both handles meet at the end, the one that can still move lies above
    root.classList.toggle("late", from + to > most);
    all.hidden = from === 0 && to === most;
    range.textContent = [...new Set([first[from], last[to]])].join(" – ");
  }
  // Beside the handles: a click chooses a bin, a drag a stretch; a window already chosen is moved.
  const place = ({ clientX }) => clamp((most * (clientX - plot.getBoundingClientRect().left)) / plot.offsetWidth, 0, most);
  plot.addEventListener("pointerdown", (event) => {
    const x = place(event);
    drag = { x, from, to, moves: !all.hidden && x > from && x < to };
    plot.setPointerCapture(event.pointerId);
    halt();
  });
  plot.addEventListener("pointermove", (event) => {
    if (!drag || (!drag.moved && Math.abs(place(event) - drag.x) * plot.offsetWidth < 4 * most)) return;
    drag.moved = true;
    const [a, b] = [drag.x, place(event)].map(Math.round).sort((one, other) => one - other);
    const by = clamp(Math.round(place(event) - drag.x), -drag.from, most - drag.to);
    if (drag.moves) brush(drag.from + by, drag.to + by);
    else brush(Math.min(a, most - 1), Math.max(b, a + 1));
  });
  plot.addEventListener("pointerup", (event) => {
    const bin = Math.min(Math.floor(place(event)), most - 1);
    if (!drag?.moved) brush(bin, bin + 1);
    drag = null;
  });
  // Play walks over the bins in which something begins: all that has happened adds up, a narrowed window moves on.
  function step(wide, after = to) {
    const next = stops.find((edge) => edge > after);
    if (!next) return halt();
    timer = setTimeout(step, clamp(30000 / stops.length, 300, 1200), wide);
    play.setAttribute("aria-label", "Pause");
    return brush(Math.max(0, next - wide), next);
  }

  function halt() {
    if (timer) say(range.textContent);
    timer = clearTimeout(timer);
    play.setAttribute("aria-label", "Play");
  }

  grips.forEach((grip, side) => {
    grip.addEventListener("input", () => {
      brush(side ? from : clamp(Number(grip.value), 0, to - 1), side ? clamp(Number(grip.value), from + 1, most) : to);
      grip.value = side ? to : from;
    });
  });
  all.addEventListener("click", () => brush(0, most));
  loose.addEventListener("change", () => brush(from, to));
  play.addEventListener("click", () => (timer ? halt() : step(from ? to - from : most, stops.some((edge) => edge > to) ? to : 0)));
  follow();
  state.on("time", follow);
  // the time of the selected mark stands on the axis
  state.on("selected", () => {
    const { when } = data.marks.get(state.get("selected")) || {};
    now.hidden = !when;
    if (when) put(now, Math.max(edgeAt(when[0] + 1e-6) - 1, 0), edgeAt(when[1]));
  });
}
