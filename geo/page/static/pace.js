// A text that is read from top to bottom: the part at the reading line is told, arrow keys step on and back.
import { calm } from "./view.js";

// of the height; a little below where a part is scrolled to (scroll-padding in panel.css)
const LINE = 0.22;
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

// parts: their selector in root; tell is called with the part that becomes the current one
export function paced(root, parts, tell) {
  let [current, timer, quiet] = [null, 0, 0];
  const all = () => [...root.querySelectorAll(parts)];

  function turn(part) {
    if (!part || part === current) return;
    current?.removeAttribute("aria-current");
    current = part;
    current.setAttribute("aria-current", "true");
    tell(part);
  }

  function follow() {
    const { top, height } = root.getBoundingClientRect();
    turn(all().findLast((part) => part.getBoundingClientRect().top <= top + height * LINE));
  }
  // while the text runs to its goal, what passes the line is not told
  function go(part, still) {
    quiet = performance.now() + 900;
    part?.scrollIntoView({ behavior: still || calm() ? "auto" : "smooth" });
    turn(part);
  }

  const step = (by) => go(all()[all().indexOf(current) + by]);
  root.addEventListener("click", ({ target }) => target.dataset.step && step(Number(target.dataset.step)));
  root.addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(follow, Math.max(150, quiet - performance.now()));
  });
  root.addEventListener("keydown", (event) => {
    if (!STEPS[event.key]) return;
    event.preventDefault();
    step(STEPS[event.key]);
  });
  return go;
}
