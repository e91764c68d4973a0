// A small picture of a mark; the pictures are written with the page.

import { grow } from "./dom.js";

export const swatch = ({ type, status = "", swatch: name }) => grow([`svg.swatch.${type}.${status}`, ["use", { href: `#sw-${name}` }]]);
