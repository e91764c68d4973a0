// A small picture of a mark; the pictures are written with the page.

import { svg } from "./dom.js";

export function swatch({ type, status = "", swatch: name }) {
  return svg(
    "svg",
    { class: `swatch ${type} ${status}`, width: 38, height: 16, "aria-hidden": "true" },
    svg("use", { href: `#sw-${name}` }),
  );
}
