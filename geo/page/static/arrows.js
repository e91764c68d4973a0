// Arrows: one path each, its outline built in pixels at every zoom from the line that Python supplies.

// A path whose rings are made in pixels: build(lines of pixel points) -> rings of pixel points.
export const Shape = L.Polygon.extend({
  initialize(lines, build, options) {
    L.Util.setOptions(this, { fillRule: "nonzero", ...options });
    this._latlngs = lines;
    this._build = build;
    this._bounds = L.latLngBounds(lines.flat());
  },
  rebuild(build) {
    this._build = build;
    if (this._map) this._reset();
  },
  _project() {
    const pixels = this._latlngs.map((line) => toPixels(this._map, line));
    this._rings = this._build(pixels).map(turned);
    const outline = this._rings.flat();
    this._pxBounds = L.bounds(outline.length ? outline : pixels.flat());
  },
  _update() {
    if (!this._map) return;
    const seen = this._rings.length && this._renderer._bounds && this._pxBounds.intersects(this._renderer._bounds);
    this._parts = seen ? this._rings : [];
    this._renderer._updatePoly(this, true);
  },
});

// layer points, not rounded as Leaflet's are: a rounded line has no steady direction
export function toPixels(map, line) {
  const origin = map.getPixelOrigin();
  return line.map((at) => map.project(at).subtract(origin));
}

// rings that overlap (dash and head) add up only when they turn the same way
function turned(ring) {
  let area = 0;
  ring.forEach((at, index) => {
    const next = ring[(index + 1) % ring.length];
    area += at.x * next.y - next.x * at.y;
  });
  return area < 0 ? ring.slice().reverse() : ring;
}

// Points at every few pixels with their distance from the start
function measure(points) {
  const kept = points.filter((point, at) => at === 0 || point.distanceTo(points[at - 1]) > 0.01);
  const steps = [0];
  for (let at = 1; at < kept.length; at++) steps.push(steps[at - 1] + kept[at].distanceTo(kept[at - 1]));
  return { points: kept, steps, length: steps[steps.length - 1] || 0 };
}

function along(line, distance) {
  const { points, steps } = line;
  let at = 1;
  while (at < steps.length - 1 && steps[at] < distance) at++;
  const a = points[at - 1];
  const b = points[at];
  const run = steps[at] - steps[at - 1] || 1;
  const share = (distance - steps[at - 1]) / run;
  const dx = (b.x - a.x) / run;
  const dy = (b.y - a.y) / run;
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share, dx, dy };
}

const tenth = (value) => Math.round(value * 10) / 10;
const beside = (spot, offset) => L.point(tenth(spot.x - spot.dy * offset), tenth(spot.y + spot.dx * offset));

// a stretch of the shaft as a ring; width(s) is the full width at distance s
function stretch(line, from, to, width) {
  const count = Math.min(28, Math.ceil((to - from) / 7)) || 1;
  const ring = new Array(2 * count + 2);
  for (let step = 0; step <= count; step++) {
    const s = from + ((to - from) * step) / count;
    const spot = along(line, s);
    ring[step] = beside(spot, width(s) / 2);
    ring[2 * count + 1 - step] = beside(spot, -width(s) / 2);
  }
  return ring;
}

// where the shaft is drawn: whole, dashed, or dissolving towards an end that nobody stated
function stretches(from, to, look) {
  const fade = Math.min(70, (to - from) * 0.5);
  const parts = [];
  let s = from;
  if (look.fadeTail) {
    for (let share = 0.1; s < from + fade && share < 1; share += 0.15) {
      const step = fade / 6;
      parts.push([s + step * (1 - share), s + step]);
      s += step;
    }
  }
  const solidTo = look.fadeHead ? to - fade : to;
  if (look.dashed) {
    const period = 13;
    const count = Math.max(2, Math.round((solidTo - s) / period));
    const step = (solidTo - s) / count;
    for (let at = 0; at < count; at++) parts.push([s + at * step + (at || look.fadeTail ? step * 0.38 : 0), s + (at + 1) * step]);
  } else if (solidTo > s) {
    parts.push([s, solidTo]);
  }
  if (look.dashedTip) return tipped(parts, to);
  if (look.fadeHead) {
    for (let share = 0.9, at = solidTo; at < to - 0.5 && share > 0; share -= 0.15) {
      const step = fade / 6;
      parts.push([at + step * 0.3, at + step * (0.3 + 0.7 * share)]);
      at += step;
    }
  }
  return parts.filter(([a, b]) => b - a > 0.4);
}

// a goal only aimed at: the last third is dashed
function tipped(parts, to) {
  if (!parts.length) return parts;
  const last = parts.pop();
  const from = Math.max(last[0], to - Math.min(48, (to - last[0]) * 0.4));
  const dashes = Math.max(1, Math.round((to - from) / 12));
  const step = (to - from) / dashes;
  parts.push([last[0], from]);
  for (let at = 0; at < dashes; at++) parts.push([from + step * (at + 0.42), from + step * (at + 1)]);
  return parts.filter(([a, b]) => b - a > 0.4);
}

// the head points along its own chord, whatever the last bend of the line
function head(line, size, width, open) {
  const tip = along(line, line.length);
  const back = along(line, Math.max(0, line.length - size));
  const run = Math.hypot(tip.x - back.x, tip.y - back.y) || 1;
  const dx = (tip.x - back.x) / run;
  const dy = (tip.y - back.y) / run;
  const at = (behind, aside) => L.point(tip.x - dx * behind - dy * aside, tip.y - dy * behind + dx * aside);
  const half = width / 2;
  if (!open) return [[at(0, 0), at(size, half), at(size * 0.78, 0), at(size, -half)]];
  return [[at(0, 0), at(size, half), at(size, half - 3), at(3.4, 0), at(size, 3 - half), at(size, -half)]];
}

// look: {width, dashed, dashedTip, fadeTail, fadeHead, bar, lane, least, most, turn, gaps: [at the tail, at the head]}
export function arrowOutline(look) {
  return (lines) => lines.flatMap((points) => arrow(points, look));
}

// the course in pixels: stubs of open arrows long enough to see, lanes apart, room for the dots
function coursed(points, look) {
  const long = look.least ? stretched(points, look) : points;
  return trimmed(measure(look.lane ? bent(long, look) : long), look.gaps || [0, 0]);
}

// A stub has a length on screen, not on the ground, and where its direction means nothing it is turned
// out of the way of others; it stays fixed at the end that is stated.
function stretched(points, look) {
  const { length } = measure(points);
  if (length < 0.01) return points;
  const from = look.fadeTail ? points[points.length - 1] : points[0];
  const scale = Math.max(look.least, Math.min(look.most, length)) / length;
  const [cos, sin] = [Math.cos(look.turn || 0) * scale, Math.sin(look.turn || 0) * scale];
  return points.map(({ x, y }) =>
    L.point(from.x + (x - from.x) * cos - (y - from.y) * sin, from.y + (x - from.x) * sin + (y - from.y) * cos),
  );
}

function arrow(points, look) {
  const line = coursed(points, look);
  if (line.points.length < 2) return [];
  const width = look.width;
  const size = look.bar ? 0 : look.head || Math.min(width * 1.6 + 8, Math.max(6, line.length * 0.6));
  const wide = size ? Math.max(width + 3, size * 0.92) : 0;
  const to = !look.bar ? Math.max(0, line.length - size * 0.78) : line.length;
  const taper = (s) => width * (0.5 + (0.5 * s) / line.length);
  const rings = stretches(0, to, look).map(([a, b]) => stretch(line, a, b, taper));
  if (!look.bar) return rings.concat(head(line, size, wide, look.fadeHead));
  const end = along(line, line.length);
  const back = along(line, Math.max(0, line.length - 4));
  const half = width + 6;
  return rings.concat([[beside(end, half), beside(end, -half), beside(back, -half), beside(back, half)]]);
}

// room for the dots at the ends, when the line is long enough to spare it
function trimmed(line, [tail, head]) {
  if (line.points.length < 2) return line;
  const from = tail;
  const to = line.length - head;
  if (to - from < 12) return line;
  const inner = line.points.filter((_, at) => line.steps[at] > from && line.steps[at] < to);
  const spot = (s) => along(line, s);
  return measure([L.point(spot(from).x, spot(from).y), ...inner, L.point(spot(to).x, spot(to).y)]);
}

// arrows between the same ends lie side by side; they meet only at a dot
function bent(points, { lane, gaps }) {
  const line = measure(points);
  if (line.points.length < 2) return points;
  const count = 24;
  const meets = !gaps || gaps[1] > 0;
  const push = (t) => lane * Math.sin(meets ? Math.PI * t : (Math.PI / 2) * Math.min(1, t * 1.5));
  return Array.from({ length: count + 1 }, (_, at) => beside(along(line, (line.length * at) / count), push(at / count)));
}

// evenly spaced spots on the course of an arrow, its ends included
export function spotsAlong(points, count, look) {
  const line = coursed(points, look);
  if (line.points.length < 2) return [];
  return Array.from({ length: count + 1 }, (_, at) => along(line, (line.length * at) / count));
}
