// Where every mark lies, in numbers: what is asked of a hundred thousand marks at every frame makes no objects.
// Coordinates are shares of the Mercator square, from its north-west corner.

const POLE = 85.0511;
const east = (lon) => lon / 360 + 0.5;
const south = (lat) => 0.5 - Math.asinh(Math.tan((Math.max(-POLE, Math.min(POLE, lat)) * Math.PI) / 180)) / (2 * Math.PI);

export const unit = ({ lat, lng }) => [east(lng), south(lat)];

function partsOf({ type, coordinates }) {
  if (type === "Point") return [[coordinates]];
  if (type === "LineString") return [coordinates];
  return type === "MultiPolygon" ? coordinates.flat() : coordinates;
}

// box: four numbers a mark; xy: two a point; starts: the first point of each part; firsts: the first part of each mark
export function fieldOf(data) {
  const marks = [...data.marks.values()];
  const box = new Float32Array(marks.length * 4);
  const firsts = new Uint32Array(marks.length + 1);
  const [xy, starts] = [[], []];
  marks.forEach((mark, at) => {
    const own = [9, 9, -9, -9];
    for (const part of partsOf(mark.geometry)) {
      starts.push(xy.length / 2);
      for (const [lon, lat] of part) {
        const [x, y] = [east(lon), south(lat)];
        xy.push(x, y);
        own[0] = Math.min(own[0], x);
        own[1] = Math.min(own[1], y);
        own[2] = Math.max(own[2], x);
        own[3] = Math.max(own[3], y);
      }
    }
    box.set(own, at * 4);
    firsts[at + 1] = starts.length;
  });
  starts.push(xy.length / 2);
  return { marks, box, xy: Float32Array.from(xy), starts: Uint32Array.from(starts), firsts };
}

// numbers of the marks whose boxes meet this one; 100,000 comparisons take less than a millisecond
export function within({ marks, box }, [left, top, right, bottom]) {
  const found = [];
  for (let at = 0, n = 0; n < marks.length; at += 4, n++) {
    if (box[at] <= right && box[at + 2] >= left && box[at + 1] <= bottom && box[at + 3] >= top) found.push(n);
  }
  return found;
}

// [first point, point after the last] of each part of a mark
export function* stretchesOf({ starts, firsts }, number) {
  for (let part = firsts[number]; part < firsts[number + 1]; part++) yield [starts[part], starts[part + 1]];
}

// whether a ring of points {x, y} holds a point
export function holds(ring, x, y) {
  let odd = false;
  ring.forEach((a, at) => {
    const b = ring[(at + 1) % ring.length];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
  });
  return odd;
}
