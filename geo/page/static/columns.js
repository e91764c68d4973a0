// Rows that live in columns (see columns.py): a mark is a number and a prototype, whatever it knows.

const LETTERS = { P: "Point", L: "LineString", M: "MultiLineString", A: "Polygon", B: "MultiPolygon" };

// Numbers leave the heap; a number that is missing is NaN, and undefined when read
const packed = (values) => Float64Array.from(values, (value) => (value === null ? NaN : Number(value)));

function reader({ numbers, spans, words, at, shapes, texts, values = texts }) {
  if (numbers || spans) {
    const [from, to] = (spans || [numbers]).map(packed);
    return (row) => (Number.isNaN(from[row]) ? undefined : to ? [from[row], to[row]] : from[row]);
  }
  if (words) {
    const index = Uint32Array.from(at);
    return (row) => words[index[row] - 1];
  }
  return shapes ? (row) => geometry(shapes[row]) : (row) => values[row] ?? undefined;
}

// The rows of a table; every column is a property that is read from it, and so is everything in hanging,
// {name: mark => value}.
export function rowsOf({ size, columns }, type, hanging = {}) {
  function Row(at) {
    this.at = at;
  }
  const own = { type: () => type };
  for (const [name, column] of Object.entries(columns)) {
    const read = reader(column);
    own[name] = column.same ? own[column.same] : (row) => read(row.at);
  }
  for (const [name, look] of Object.entries({ ...own, ...hanging })) {
    const get = function () {
      return look(this);
    };
    Object.defineProperty(Row.prototype, name, { get });
  }
  return Array.from({ length: size }, (_, at) => new Row(at));
}

function geometry(text) {
  const type = LETTERS[text?.[0]];
  if (!type) return null;
  const ring = (line) => polyline(line, 4).map(([lat, lon]) => [lon, lat]);
  const parts = Array.from(text.slice(1).split("!"), (part) => part.split(" ").map(ring));
  if (type === "MultiPolygon") return { type, coordinates: parts };
  const [lines] = parts;
  return { type, coordinates: type === "Point" ? lines[0][0] : type === "LineString" ? lines[0] : lines };
}

// where the page is cut that shows marks over 180 degrees: what lies west of it follows in the east
const SEAM = -30;

// Google's encoded polyline, longitude first, as Leaflet's [[lat, lon], ...]
export function polyline(text, digits, turned) {
  const points = [];
  const sum = [0, 0];
  let at = 0;
  while (at < text.length) {
    for (const side of [0, 1]) {
      let [value, shift, code] = [0, 0, 32];
      while (code >= 32) {
        code = text.charCodeAt(at++) - 63;
        value |= (code & 31) << shift;
        shift += 5;
      }
      sum[side] += value & 1 ? ~(value >> 1) : value >> 1;
    }
    points.push([sum[1] / 10 ** digits, sum[0] / 10 ** digits]);
  }
  if (turned && points[0][1] < SEAM) for (const point of points) point[1] += 360;
  return points;
}
