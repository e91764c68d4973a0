// Rows that live in columns (see columns.py): a mark is a number and a prototype, whatever it knows.

const LETTERS = { P: "Point", L: "LineString", M: "MultiLineString", A: "Polygon", B: "MultiPolygon" };

// Numbers leave the heap; a number that is missing is NaN, and undefined when read
const packed = (values) => Float64Array.from(values, (value) => (value === null ? NaN : Number(value)));

function reader(column) {
  if (column.numbers) {
    const numbers = packed(column.numbers);
    return (at) => (Number.isNaN(numbers[at]) ? undefined : numbers[at]);
  }
  if (column.spans) {
    const [from, to] = column.spans.map(packed);
    return (at) => (Number.isNaN(from[at]) ? undefined : [from[at], to[at]]);
  }
  if (column.words) {
    const words = [undefined, ...column.words];
    const index = Uint32Array.from(column.at);
    return (at) => words[index[at]];
  }
  if (column.shapes) return (at) => geometry(column.shapes[at]);
  const values = column.texts || column.values;
  return (at) => values[at] ?? undefined;
}

// The rows of a table; every column is a property that is read from it and can be set on one row,
// and so is everything in hanging, {name: mark => value}.
export function rowsOf({ size, columns }, type, hanging = {}) {
  class Row {
    constructor(at) {
      this.at = at;
    }
  }
  const property = (name, get) => {
    const set = function (value) {
      Object.defineProperty(this, name, { value, writable: true, configurable: true });
    };
    Object.defineProperty(Row.prototype, name, { get, set, configurable: true });
  };
  const readers = {};
  for (const [name, column] of Object.entries(columns)) {
    const read = column.same ? readers[column.same] : reader(column);
    readers[name] = read;
    property(name, function () {
      return read(this.at);
    });
  }
  for (const [name, look] of Object.entries(hanging)) {
    property(name, function () {
      return look(this);
    });
  }
  Object.assign(Row.prototype, { type, columns: Object.keys(columns) });
  return Array.from({ length: size }, (_, at) => new Row(at));
}

function geometry(text) {
  const type = LETTERS[text?.[0]];
  if (!type) return null;
  const flipped = (line) => polyline(line, 4).map(([lat, lon]) => [lon, lat]);
  const parts = text
    .slice(1)
    .split("!")
    .map((part) => part.split(" ").map(flipped));
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
