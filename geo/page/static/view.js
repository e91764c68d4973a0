// The eye on the map: what of it no panel covers, how a mark is brought into it, and words beside the pointer.
import { latlng } from "./look.js";

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
export const wide = () => matchMedia("(min-width: 861px)").matches;

function boundsOf(mark) {
  if (mark.geometry.type === "Point") return latlng(mark).toBounds(2000);
  return L.geoJSON(mark.geometry).getBounds();
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
  const box = L.bounds([bounds.getNorthWest(), bounds.getSouthEast()].map((point) => map.latLngToContainerPoint(point)));
  const seen = L.bounds([10, 10], map.getSize().subtract([right, bottom])).contains(box);
  const tiny = mark.type !== "place" && Math.max(...Object.values(box.getSize())) < 24;
  if (!seen || tiny) map.fitBounds(bounds, { ...room, maxZoom: Math.max(map.getZoom(), tiny ? 9 : 7), animate: !calm() });
}

export function fit(map, marks) {
  const bounds = L.latLngBounds([]);
  for (const mark of marks) if (mark.glyph !== "area") bounds.extend(boundsOf(mark));
  if (bounds.isValid()) map.fitBounds(bounds, { ...padding(), maxZoom: 9, animate: !calm() });
}

// the view that tells the story: chosen with the layers
export function home(map, { view: [west, south, east, north] }) {
  map.invalidateSize(false).fitBounds(L.latLngBounds([south, west], [north, east]), { ...padding(), maxZoom: 9, animate: false });
}

export function controls(map, data) {
  map.attributionControl.setPrefix("Leaflet").addAttribution("Natural Earth · GeoNames (CC BY)");
  L.control.scale({ position: "bottomleft", maxWidth: 120 }).addTo(map);
  const all = document.getElementById("all");
  L.DomEvent.disableClickPropagation(all);
  all.addEventListener("click", () => home(map, data));
}

// a mark's name and first sentence beside the pointer
export function hovering(map, data, state) {
  const tip = document.getElementById("tip");
  return (id, event) => {
    const mark = data.marks.get(id);
    tip.hidden = !mark || !event?.originalEvent;
    state.set({ pointed: mark ? id : null });
    if (tip.hidden) return;
    [tip.firstChild.textContent, tip.lastChild.textContent] = [mark.title, mark.sentence];
    const { x, y } = map.mouseEventToContainerPoint(event.originalEvent);
    tip.style.left = `${Math.min(x + 14, tip.parentNode.clientWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(y + 16, tip.parentNode.clientHeight - tip.offsetHeight - 8)}px`;
  };
}
