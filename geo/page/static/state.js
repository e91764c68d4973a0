// What is chosen, filtered and looked at: read and written in one place, and kept in the address of the page.

const WAIT = 250;
// what the address keeps, as text, but for the number of a report
const KEPT = { tab: "", page: "", report: null, query: "", off: "", measureBy: "reports", filters: "", time: "" };

// get, set, on: values by key; a listener names the keys that it hears of, once for each set; all begins with begin.
// filter, passes, visible, shown: named tests that a mark must pass; "visible" is what changes with them.
// link, follow: #zoom/lat/lon/mark?key=value of what differs from how it is first.
export function createState(map, data, some) {
  const first = { ...KEPT, ...some };
  const values = { selected: null, pointed: null, ...first };
  const [listeners, tests, changed] = [[], new Map(), new Set()];
  const failed = new Uint32Array(data.marks.size);
  let [running, shown, timer] = [true, null, 0];

  function tell(...keys) {
    for (const key of keys) changed.add(key);
    // what listeners change in turn is told in a pass of its own
    while (changed.size && !running) {
      const pass = new Set(changed);
      changed.clear();
      running = true;
      for (const listener of listeners) listener(pass);
      running = false;
    }
  }

  function set(some) {
    const keys = Object.keys(some).filter((key) => !Object.is(values[key], some[key]));
    Object.assign(values, some);
    if (keys.includes("selected")) shown = null;
    tell(...keys);
    remember(keys.includes("selected") ? 0 : WAIT);
  }

  function filter(name, test, ofOthers) {
    if (!test && !tests.has(name)) return;
    const bit = tests.get(name)?.bit || 1 << tests.size;
    tests.set(name, { bit, others: test && ofOthers });
    let at = 0;
    for (const mark of data.marks.values()) {
      failed[at] = !test || test(mark) ? failed[at] & ~bit : failed[at] | bit;
      at++;
    }
    shown = null;
    tell("visible");
  }
  // whether all tests hold but those named; of a report or of what is not mapped, those that can be asked
  function passes(one, ...without) {
    if (one.number === undefined) return [...tests].every(([name, { others }]) => !others || without.includes(name) || others(one));
    const mask = without.reduce((bits, name) => bits & ~(tests.get(name)?.bit || 0), ~0);
    return !(failed[one.number] & mask);
  }
  // at once for what is chosen; what changes with every move of a finger would be more than a browser allows
  function remember(wait) {
    clearTimeout(timer);
    if (wait) timer = setTimeout(remember, wait, 0);
    else
      try {
        history.replaceState(null, "", link());
      } catch {
        // a page inside another may have no address of its own
      }
  }

  function link() {
    const { lat, lng } = map.getCenter();
    const path = [map.getZoom().toFixed(2), lat.toFixed(4), lng.toFixed(4), ...(values.selected ? [values.selected] : [])];
    const keys = Object.keys(first).filter((key) => values[key] !== first[key] && values[key] !== "detail");
    const query = String(new URLSearchParams(keys.map((key) => [key, values[key] ?? ""])));
    return `#${path.map(encodeURIComponent).join("/")}${query && `?${query}`}`;
  }
  // what the address asks for: all that is kept, the view of the map, the mark that is open; somebody may have written it by hand
  function follow() {
    const [path, query] = location.hash.slice(1).split("?");
    const asked = new URLSearchParams(query);
    const report = data.documents[asked.get("report")]?.docs[0] ?? null;
    set({ ...Object.fromEntries(Object.keys(first).map((key) => [key, asked.get(key) ?? first[key]])), report });
    const [zoom, lat, lon, id] = path.split("/");
    const view = [zoom, lat, lon].map((text) => Number.parseFloat(text));
    const mark = new URLSearchParams(`id=${id}`).get("id");
    return { view: view.every(Number.isFinite) ? view : null, selected: data.marks.has(mark) ? mark : null };
  }

  function begin() {
    running = false;
    tell("visible");
  }

  const get = (key) => values[key];
  const on = (keys, act) => listeners.push((pass) => keys.split(" ").some((key) => pass.has(key)) && act(pass));
  const visible = (one) => passes(one) || one.id === values.selected;
  const all = () => (shown ??= [...data.marks.values()].filter(visible));
  return { get, set, on, filter, passes, visible, shown: all, remember, link, follow, begin };
}
