// The eye on the map: its controls, what of it no panel covers, and how a mark is brought into it.

import { el } from "./dom.js";
import { latlng, ringsOf } from "./look.js";

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
export const wide = () => matchMedia("(min-width: 861px)").matches;

function boundsOf(mark) {
  if (mark.geometry.type === "Point") return latlng(mark).toBounds(2000);
  return L.latLngBounds([...mark.courses.flat(), ...ringsOf(mark.geometry).flat(2)]);
}

// the part of the map that nothing covers
function padding() {
  const panel = document.getElementById("panel");
  const covered = wide() ? 0 : { half: 0.58, full: 0.9 }[panel.dataset.size] * panel.offsetHeight - 130 || 0;
  const legend = document.getElementById("legend");
  const right = wide() && legend.querySelector("[open]") ? legend.offsetWidth * (innerWidth > 1200 ? 1.05 : 0.5) : 34;
  return { paddingTopLeft: [wide() ? 60 : 34, 34], paddingBottomRight: [right, Math.min(covered, innerHeight * 0.6) + 40] };
}

// moves the map only when the mark is out of sight or too small to see
export function bring(map, mark) {
  const bounds = boundsOf(mark);
  const room = padding();
  const [right, bottom] = room.paddingBottomRight;
  const size = map.getSize();
  const [a, b] = [bounds.getNorthWest(), bounds.getSouthEast()].map((point) => map.latLngToContainerPoint(point));
  const seen = a.x > 10 && a.y > 10 && b.x < size.x - right && b.y < size.y - bottom;
  const tiny = mark.type !== "place" && Math.max(b.x - a.x, b.y - a.y) < 24;
  if (!seen || tiny) map.fitBounds(bounds, { ...room, maxZoom: Math.max(map.getZoom(), tiny ? 9 : 7), animate: !calm() });
}

export function fit(map, marks, animate = !calm()) {
  const bounds = L.latLngBounds([]);
  for (const mark of marks) if (mark.glyph !== "area") bounds.extend(boundsOf(mark));
  if (bounds.isValid()) map.fitBounds(bounds, { ...padding(), maxZoom: 9, animate });
}

// the view that tells the story: chosen with the layers
export function home(map, data) {
  if (!data.view)
    return fit(
      map,
      [...data.marks.values()].filter((mark) => !mark.secondary),
      false,
    );
  const [west, south, east, north] = data.view;
  return map.fitBounds(
    [
      [south, west],
      [north, east],
    ],
    { ...padding(), maxZoom: 9, animate: false },
  );
}

export function controls(map, data) {
  map.attributionControl = L.control.attribution({ prefix: "Leaflet" }).addTo(map);
  map.attributionControl.addAttribution("Natural Earth · GeoNames (CC BY)");
  L.control.zoom({ position: "topleft" }).addTo(map);
  L.control.scale({ position: "bottomleft", maxWidth: 120 }).addTo(map);
  const add = (position, element) => new (L.Control.extend({ options: { position }, onAdd: () => element }))().addTo(map);
  const all = el(
    "button",
    { type: "button", class: "all", title: "Show all marks", "aria-label": "Show all marks", onclick: () => home(map, data) },
    "⤢",
  );
  add("topleft", el("div", { class: "leaflet-bar" }, all));
  L.DomEvent.disableClickPropagation(all);
  add("bottomleft", el("div", { class: "north", title: "North is up" }, "N ↑"));
  map.setMaxBounds(
    data.turned
      ? [
          [-86, -90],
          [86, 400],
        ]
      : [
          [-86, -270],
          [86, 270],
        ],
  );
}
