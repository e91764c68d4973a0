// What is chosen, filtered and looked at: read and written in one place, and kept in the address of the page.

const WAIT = 250;
const NONE = { selected: null, pointed: null, report: null, view: null };
const EMPTY = { off: [], query: "", page: "", tab: "", filters: "", time: "", measureBy: "reports" };

// get, set, on: values by key; listeners get the names of what changed, once for each set.
// filter, passes, visible, shown: named tests that a mark must pass; "visible" is what changes with them.
// keep: #zoom/lat/lon/mark?key=value of what has a way to write and to read it.
// begin: from here on listeners are told.
export function createState(data) {
  const values = { ...NONE, ...EMPTY };
  const listeners = [];
  const tests = new Map();
  const failed = new Uint32Array(data.marks.size);
  const kept = new Map();
  const changed = new Set();
  let [running, shown, timer] = [true, null, 0];

  function tell(...keys) {
    for (const key of keys) changed.add(key);
    if (running) return;
    running = true;
    // what listeners change in turn is told in a pass of its own
    while (changed.size) {
      const pass = new Set(changed);
      changed.clear();
      for (const listener of listeners) listener(pass);
    }
    running = false;
  }

  function set(some) {
    const keys = Object.keys(some).filter((key) => !Object.is(values[key], some[key]));
    Object.assign(values, some);
    if (keys.includes("selected")) shown = null;
    tell(...keys);
    // at once for what is chosen; what changes with every move of a finger would be more than a browser allows
    clearTimeout(timer);
    if (keys.includes("selected")) remember();
    else timer = setTimeout(remember, WAIT);
  }

  function filter(name, test, ofOthers) {
    if (!test && !tests.has(name)) return;
    const bit = tests.get(name)?.bit || 1 << tests.size;
    tests.set(name, { bit, others: test && ofOthers });
    let at = 0;
    for (const mark of data.marks.values()) {
      failed[at] = (failed[at] & ~bit) | (!test || test(mark) ? 0 : bit);
      at++;
    }
    shown = null;
    tell("visible");
  }

  // whether all tests hold but those named; of a report or of what is not mapped, those that can be asked
  function passes(one, ...without) {
    if (one.number === undefined) return [...tests].every(([name, { others }]) => !others || without.includes(name) || others(one));
    let mask = ~0;
    for (const name of without) mask &= ~(tests.get(name)?.bit || 0);
    return !(failed[one.number] & mask);
  }

  const visible = (one) => passes(one) || one.id === values.selected;

  function remember() {
    try {
      history.replaceState(null, "", link());
    } catch {
      // a page inside another may have no address of its own
    }
  }

  function link() {
    const path = [...(values.view || ["", "", ""]), ...(values.selected ? [encodeURIComponent(values.selected)] : [])];
    const words = [...kept].map(([key, { write }]) => [key, write(values[key])]).filter(([, text]) => text);
    const query = String(new URLSearchParams(words));
    return `#${path.join("/")}${query && `?${query}`}`;
  }

  // read must bear whatever somebody wrote by hand
  function keep(key, { read = String, write = String } = {}) {
    kept.set(key, { read, write, first: values[key] });
    Object.assign(values, recalled(key));
  }

  function recalled(key) {
    const text = new URLSearchParams(location.hash.split("?")[1]).get(key);
    return { [key]: text === null ? kept.get(key).first : kept.get(key).read(text) };
  }

  // what the address asks for: all that is kept, the view of the map, the mark that is open
  function follow() {
    set(Object.assign({}, ...[...kept.keys()].map(recalled)));
    const [zoom, lat, lon, id] = location.hash.slice(1).split("?")[0].split("/");
    const view = [zoom, lat, lon].map((text) => (text ? Number(text) : Number.NaN));
    const mark = new URLSearchParams(`id=${id}`).get("id");
    return { view: view.every(Number.isFinite) ? view : null, selected: data.marks.has(mark) ? mark : null };
  }

  const begin = () => {
    running = false;
    tell("visible");
  };
  const all = () => (shown ??= [...data.marks.values()].filter(visible));
  return {
    get: (key) => values[key],
    set,
    on: (one) => listeners.push(one),
    filter,
    passes,
    visible,
    begin,
    shown: all,
    keep,
    link,
    follow,
  };
}
