// The data blob of the page (see payload.py) and what hangs on its marks.
import { blocksOf, unpacked } from "./blocks.js";
import { rowsOf } from "./columns.js";
import { grow, listed, plainOf } from "./dom.js";

// Tables become rows; what hangs on a mark is looked up when somebody asks
export async function load() {
  const data = await unpacked(document.getElementById("geo-data"));
  const marks = new Map();
  const reports = {};
  const firsts = {};
  let [areas, slots] = [];
  const hanging = {
    areas: (mark) => (areas ??= Map.groupBy(rowsOf(data.areas, "area"), (area) => area.mark)).get(mark.id) || [],
    // its place among all marks
    number: (mark) => firsts[mark.type] + mark.at,
    // the first that tells of it, as soon as its evidence is open
    sentence: (mark) => plainOf(data.opened(mark)?.sources[0]?.[1]).replace(/\s+/g, " "),
    // [words, other mark]: which movements begin, end or pass at a place, which areas lean on it, and the way back
    linked: (mark) => listed(mark.links).map((link) => link.split("|")),
    docs: ({ documents = "" }) => (reports[documents] ??= documents.split(",").filter(Boolean).map(Number)),
    // the places whose dots its tail and its head touch
    meets: (mark) => [marks.get(mark.tail), marks.get(mark.head)],
  };
  data.basemap.turned = data.turned;
  for (const type of ["movement", "region", "place", "situation"]) {
    firsts[type] = marks.size;
    data[`${type}s`] = rowsOf(data[`${type}s`], type, hanging);
    for (const mark of data[`${type}s`]) marks.set(mark.id, mark);
  }
  // a report that a tree names: a way to its text, who published it and when
  const cite = (report) => grow(data.documents[report].about);
  // marks as their evidence lies in the blocks, for those who read all of it
  const inBlocks = () => (slots ??= [...marks.values()].sort((one, other) => one.slot - other.slot));
  Object.assign(data, { marks, inBlocks, grow: (tree) => grow(tree, cite) }, blocksOf(data.blocks));
  // the evidence of a small map is open from the start
  if (marks.size && marks.size <= data.blocks.size) await data.block("marks-0");
  return data;
}
