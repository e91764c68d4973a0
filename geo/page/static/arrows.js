// Arrows: outlines in pixels, built at every zoom from the line that Python supplies. Points are [x, y].

const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

// The outline of an arrow along some points: rings that turn the same way, so that overlaps add up.
// look: {width, dashed, tip (dashed), tail and open (both dissolve), bar, lane, least, most, turn, gaps: [at the tail, at the head]}
export function arrow(points, look) {
  const line = course(points, look);
  if (line.points.length < 2) return [];
  const { from, to } = line;
  const { width, bar } = look;
  const size = bar ? 0 : Math.min(width * 1.6 + 8, Math.max(6, (to - from) * 0.6));
  const taper = (s) => width * (0.5 + (0.5 * (s - from)) / (to - from));
  const shaft = pieces(from, Math.max(from, to - size * 0.78), look).map(([a, b]) => stretch(line, a, b, taper));
  const end = bar
    ? stretch(line, Math.max(from, to - 4), to, () => 2 * width + 12)
    : head(line, size, Math.max(width + 3, size * 0.92), look);
  return [...shaft, end];
}

// spots on the course of an arrow, at shares of it
export function spotsAlong(points, shares, look) {
  const line = course(points, look);
  return line.points.length < 2 ? [] : shares.map((share) => spot(line, line.from + (line.to - line.from) * share).slice(0, 2));
}

// The course in pixels: stubs long enough to see, lanes apart, and room for the dots where it can be spared
function course(points, look) {
  let line = measured(points);
  if (look.least && line.length > 0.01) line = measured(stub(line, look));
  if (look.lane && line.length) line = measured(bent(line, look));
  const [tail, tip] = look.gaps || [0, 0];
  const room = line.length - tail - tip >= 12;
  return { ...line, from: room ? tail : 0, to: line.length - (room ? tip : 0) };
}

// points with their distances from the start
function measured(points) {
  const kept = points.filter((point, at) => at === 0 || apart(point, points[at - 1]) > 0.01);
  const steps = [0];
  for (let at = 1; at < kept.length; at++) steps.push(steps[at - 1] + apart(kept[at], kept[at - 1]));
  return { points: kept, steps, length: steps.at(-1) };
}

// [x, y, its direction there] at a distance from the start
function spot({ points, steps }, distance) {
  let at = 1;
  while (at < steps.length - 1 && steps[at] < distance) at++;
  const [[ax, ay], [bx, by]] = [points[at - 1], points[at]];
  const run = steps[at] - steps[at - 1] || 1;
  const [dx, dy] = [(bx - ax) / run, (by - ay) / run];
  const more = distance - steps[at - 1];
  return [ax + dx * more, ay + dy * more, dx, dy];
}

const beside = ([x, y, dx, dy], offset) => [x - dy * offset, y + dx * offset];

// A stub has a length on screen, not on the ground, and where its direction means nothing it is turned
// out of the way of others; it stays fixed at the end that is stated.
function stub({ points, length }, look) {
  const [fx, fy] = look.tail ? points.at(-1) : points[0];
  const scale = Math.max(look.least, Math.min(look.most, length)) / length;
  const [cos, sin] = [Math.cos(look.turn || 0) * scale, Math.sin(look.turn || 0) * scale];
  return points.map(([x, y]) => [fx + (x - fx) * cos - (y - fy) * sin, fy + (x - fx) * sin + (y - fy) * cos]);
}

// arrows between the same ends lie side by side; they meet only at a dot
function bent(line, { lane, gaps }) {
  const meets = !gaps || gaps[1] > 0;
  const push = (t) => lane * Math.sin(meets ? Math.PI * t : (Math.PI / 2) * Math.min(1, t * 1.5));
  return Array.from({ length: 25 }, (_, at) => beside(spot(line, (line.length * at) / 24), push(at / 24)));
}

// from one distance to another in steps, of each the part that is drawn
const split = (from, to, count, part) =>
  Array.from({ length: count }, (_, n) => part(n).map((share) => from + ((to - from) / count) * (n + share)));

// where the shaft is drawn: whole, dashed, or dissolving towards an end that nobody stated
function pieces(from, to, { dashed, tip, tail, open }) {
  const fade = Math.min(70, (to - from) / 2);
  const a = tail ? from + fade : from;
  const b = open ? to - fade : tip ? to - Math.min(48, (to - a) * 0.4) : to;
  const count = Math.max(2, Math.round((b - a) / 13));
  return [
    ...split(from, a, 6, (n) => [0.9 - 0.15 * n, 1]),
    ...(dashed ? split(a, b, count, (n) => [n || tail ? 0.38 : 0, 1]) : [[a, b]]),
    ...(open ? split(b, to, 6, (n) => [0.3, 0.93 - 0.105 * n]) : split(b, to, Math.ceil((to - b) / 12), () => [0.42, 1])),
  ].filter(([start, end]) => end - start > 0.4);
}

// a stretch of the shaft as a ring; width(s) is the full width at distance s
function stretch(line, from, to, width) {
  const count = Math.min(28, Math.ceil((to - from) / 7)) || 1;
  const steps = Array.from({ length: count + 1 }, (_, step) => from + ((to - from) * step) / count);
  const side = (way) => steps.map((s) => beside(spot(line, s), (way * width(s)) / 2));
  return [...side(1), ...side(-1).reverse()];
}

// the head points along its own chord, whatever the last bend of the line; it is open where no goal is stated
function head(line, size, width, { open }) {
  const [x, y] = spot(line, line.to);
  const [bx, by] = spot(line, Math.max(line.from, line.to - size));
  const run = Math.hypot(x - bx, y - by) || 1;
  const at = (behind, aside) => [x - ((x - bx) * behind + (y - by) * aside) / run, y - ((y - by) * behind - (x - bx) * aside) / run];
  const half = width / 2;
  if (!open) return [at(0, 0), at(size, -half), at(size * 0.78, 0), at(size, half)];
  return [at(0, 0), at(size, -half), at(size, 3 - half), at(3.4, 0), at(size, half - 3), at(size, half)];
}
