// Where every mark lies, in numbers: what is asked of a hundred thousand marks at every frame makes no objects.
// Coordinates are shares of the Mercator square, from its north-west corner; an eye {scale, left, top} makes pixels of them.
const POLE = 85.0511;
const east = (lon) => lon / 360 + 0.5;
const south = (lat) => 0.5 - Math.asinh(Math.tan((Math.max(-POLE, Math.min(POLE, lat)) * Math.PI) / 180)) / (2 * Math.PI);

export const unit = ({ lat, lng }) => [east(lng), south(lat)];
export const pixel = (lon, lat, { scale, left, top }) => [east(lon) * scale - left, south(lat) * scale - top];
export const eyeAt = (zoom, left, top) => ({ scale: 256 * 2 ** zoom, left, top });

function partsOf({ type, coordinates }) {
  if (type === "Point") return [[coordinates]];
  if (type === "LineString") return [coordinates];
  return type === "MultiPolygon" ? coordinates.flat() : coordinates;
}

// lines of pixels [x, y] of a GeoJSON geometry
export const linesAt = (geometry, eye) => partsOf(geometry).map((part) => part.map(([lon, lat]) => pixel(lon, lat, eye)));

// box: four numbers a mark; xy: two a point; starts: the first point of each part; firsts: the first part of each mark
export function fieldOf(data) {
  const marks = [...data.marks.values()];
  const box = new Float32Array(marks.length * 4);
  const firsts = new Uint32Array(marks.length + 1);
  const [xy, starts] = [[], []];
  marks.forEach((mark, at) => {
    const lines = linesAt(mark.geometry, { scale: 1, left: 0, top: 0 });
    for (const line of lines) {
      starts.push(xy.length / 2);
      for (const [x, y] of line) xy.push(x, y);
    }
    const [xs, ys] = [0, 1].map((side) => lines.flat().map((spot) => spot[side]));
    box.set([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)], at * 4);
    firsts[at + 1] = starts.length;
  });
  starts.push(xy.length / 2);
  return { marks, box, xy: Float64Array.from(xy), starts: Uint32Array.from(starts), firsts };
}

// numbers of the marks whose boxes meet this one; 100,000 comparisons take less than a millisecond
export function within({ marks, box }, [left, top, right, bottom]) {
  const found = [];
  for (let at = 0, n = 0; n < marks.length; at += 4, n++) {
    if (box[at] <= right && box[at + 2] >= left && box[at + 1] <= bottom && box[at + 3] >= top) found.push(n);
  }
  return found;
}

// the parts of a mark as lines of pixels
export function linesOf({ xy, starts, firsts }, number, { scale, left, top }) {
  const lines = [];
  for (let part = firsts[number]; part < firsts[number + 1]; part++) {
    const line = [];
    for (let n = 2 * starts[part]; n < 2 * starts[part + 1]; n += 2) line.push([xy[n] * scale - left, xy[n + 1] * scale - top]);
    lines.push(line);
  }
  return lines;
}
