// What is chosen, filtered and looked at: read and written in one place, and kept in the address of the page.

const WAIT = 250;

// get, set, on: values by key; listeners get the names of what changed, once for each set.
// filter, passes, visible, shown: named tests that a mark must pass; "visible" is what changes with them.
// begin: from here on listeners are told.
// keep: #zoom/lat/lon/mark?key=value of what has a reader and a writer.
export function createState(data, defaults) {
  const values = { selected: null, pointed: null, report: null, query: "", off: new Set(), measureBy: "reports", view: null, ...defaults };
  const first = { ...values };
  const listeners = [];
  const bits = new Map();
  const others = new Map();
  const failed = new Uint32Array(data.marks.size);
  const codecs = new Map();
  const changed = new Set();
  // nothing is told before all parts are there
  let [address, running, shown, timer] = [parsed(), true, null, 0];

  function changedNow(...keys) {
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
    if (keys.length) changedNow(...keys);
    if (keys.includes("selected")) remember(0);
    else if (keys.some((key) => codecs.has(key) || key === "view")) remember(WAIT);
  }

  function filter(name, test, ofOthers = null) {
    if (!test && !bits.has(name)) return;
    if (!bits.has(name)) bits.set(name, 1 << bits.size);
    const bit = bits.get(name);
    let at = 0;
    for (const mark of data.marks.values()) {
      failed[at] = !test || test(mark) ? failed[at] & ~bit : failed[at] | bit;
      at++;
    }
    others.set(name, test && ofOthers);
    shown = null;
    changedNow("visible");
  }

  // whether all tests hold but those named; of a report or of what is not mapped, those that can be asked
  function passes(one, ...without) {
    if (one.number === undefined) return [...others].every(([name, test]) => !test || without.includes(name) || test(one));
    let mask = ~0;
    for (const name of without) mask &= ~(bits.get(name) || 0);
    return !(failed[one.number] & mask);
  }

  const visible = (one) => passes(one) || (one.id !== undefined && one.id === values.selected);

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
    const view = values.view || ["", "", ""];
    const path = values.selected ? [...view, encodeURIComponent(values.selected)] : view;
    const words = [...codecs].map(([key, { write }]) => [key, write(values[key]) || ""]).filter(([, text]) => text);
    const query = words.map(([key, text]) => `${key}=${encodeURIComponent(text)}`).join("&");
    return `#${path.join("/")}${query && `?${query}`}`;
  }

  function keep(key, codec) {
    codecs.set(key, codec);
    if (address.query.has(key)) Object.assign(values, recalled(key));
  }

  function recalled(key) {
    try {
      const text = address.query.get(key);
      return { [key]: text === null ? first[key] : codecs.get(key).read(text) };
    } catch {
      // an address that somebody wrote by hand
      return {};
    }
  }

  // what the address asks for: the view at which the map begins, and the mark that is open
  function asked() {
    const [zoom, lat, lon, id] = address.path;
    const view = [zoom, lat, lon].map((text) => (text ? Number(text) : Number.NaN));
    return { view: view.every(Number.isFinite) ? view : null, selected: data.marks.has(id) ? id : null };
  }

  // an address typed or followed while the page is open
  function follow() {
    address = parsed();
    set(Object.assign({}, ...[...codecs.keys()].map(recalled)));
    return asked();
  }

  return {
    get: (key) => values[key],
    set,
    on: (listener) => listeners.push(listener),
    filter,
    passes,
    visible,
    begin: () => {
      running = false;
      changedNow("visible");
    },
    shown: () => (shown ??= [...data.marks.values()].filter(visible)),
    keep,
    link,
    asked,
    follow,
  };
}

function parsed() {
  const [path, query] = location.hash.slice(1).split("?");
  return { path: path.split("/").map(decoded), query: new URLSearchParams(query || "") };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
