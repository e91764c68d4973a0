// The timeline: a brush over the time of the events (of the report where the text gives none), and play.

const ICONS = { Play: "M3 1.5v9l7.5-4.5z", Pause: "M2.5 1.5H5v9H2.5zM7 1.5h2.5v9H7z" };
const PARTS = [".plot", ".window", ".now", ".play", ".jump", "[type=checkbox]"];
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

export function startTimeline(app) {
  const { data, state } = app;
  if (!data.timeline) return;
  const { edges, first, last, stops } = data.timeline;
  const most = edges.length - 1;
  const root = document.getElementById("timeline");
  const [plot, pane, now, play, all, loose] = PARTS.map((name) => root.querySelector(name));
  const grips = [...root.querySelectorAll("[type=range]")];
  let [from, to, drag, picture, timer] = [0, most, null, 0, 0];

  const put = ({ style }, left, right) => {
    style.left = `${(100 * left) / most}%`;
    style.right = `${100 - (100 * right) / most}%`;
  };

  // handles follow at once, the marks with the next picture; the outermost edges hold whatever lies beyond
  function brush(left, right) {
    [from, to] = [left, right];
    show();
    cancelAnimationFrame(picture);
    picture = requestAnimationFrame(() => {
      const time = [from ? edges[from] : "", to < most ? edges[to] : "", loose.checked ? "" : "dated"];
      state.set({ time: time.join("_").replace(/^__$/, "") });
    });
  }

  function show() {
    put(pane, from, to);
    grips.forEach((grip, side) => {
      grip.value = side ? to : from;
      grip.setAttribute("aria-valuetext", side ? last[to] : first[from]);
    });
    // where both handles meet at the end, the one that can still move lies above
    root.classList.toggle("late", from + to > most);
    all.hidden = from === 0 && to === most;
    root.querySelector(".range").textContent = [...new Set([first[from], last[to]])].join(" – ");
    play.querySelector("path").setAttribute("d", ICONS[timer ? "Pause" : "Play"]);
    play.setAttribute("aria-label", timer ? "Pause" : "Play");
  }

  // Beside the handles: a click chooses a bin, a drag a stretch; a window already chosen is moved.
  const place = (event) => clamp((most * (event.clientX - plot.getBoundingClientRect().left)) / plot.offsetWidth, 0, most);
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
    if (drag && !drag.moved) brush(bin, bin + 1);
    drag = null;
  });

  // Play walks over the bins in which something begins: all that has happened adds up, a narrowed window moves on.
  function step(wide) {
    const next = stops.find((edge) => edge > to);
    if (!next) return halt();
    timer = setTimeout(step, clamp(30000 / stops.length, 300, 1200), wide);
    return brush(Math.max(0, next - wide), next);
  }

  function halt() {
    if (timer) app.say(root.querySelector(".range").textContent);
    timer = clearTimeout(timer);
    show();
  }

  // index of the first edge that is not before a day
  const edgeAt = (day) => edges.findIndex((edge, index) => edge >= day || index === most);

  // the time kept: first day, day after the last, "dated" when marks without a time are left out; apart by "_"
  function follow() {
    const [left, right, dated] = (state.get("time") || "").split("_");
    const [low, high] = [left ? Number(left) : -Infinity, right ? Number(right) : Infinity];
    loose.checked = !dated;
    from = Math.min(edgeAt(low), most - 1);
    to = Math.max(edgeAt(high), from + 1);
    show();
    const within = ({ when }) => (when ? !(when[0] >= high || when[1] <= low) : !dated);
    state.filter("time", state.get("time") ? within : null, (one) => !one.when || within(one));
  }

  grips[0].addEventListener("input", () => brush(clamp(Number(grips[0].value), 0, to - 1), to));
  grips[1].addEventListener("input", () => brush(from, clamp(Number(grips[1].value), from + 1, most)));
  all.addEventListener("click", () => brush(0, most));
  loose.addEventListener("change", () => brush(from, to));
  play.addEventListener("click", () => {
    if (timer) return halt();
    const wide = from ? to - from : most;
    if (!stops.some((edge) => edge > to)) to = 0;
    return step(wide);
  });
  state.on((changed) => {
    if (changed.has("time")) follow();
    // the time of the selected mark stands on the axis
    const { when } = data.marks.get(state.get("selected")) || {};
    now.hidden = !when;
    if (when) put(now, Math.max(edgeAt(when[0] + 1e-6) - 1, 0), edgeAt(when[1]));
  });
  state.keep("time");
  follow();
}
