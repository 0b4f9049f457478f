// What only JavaScript can do; every page works without it.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const saves = navigator.connection?.saveData === true;
  const board = document.getElementById("board-map");
  // A hundred kilobytes unpacked: after everything else, and never to somebody who asked to save data.
  if (board && !saves) addEventListener("load", () => withLeaflet(board, () => moveBoard(board)));
  reportForm();
  copyButton();
  if (!saves) livePage();
});

// MARK: - The board's map

/** Runs `then` once Leaflet and its style are there; where they cannot be had, everything stays as it was drawn. */
function withLeaflet(element, then) {
  const folder = element.dataset.leaflet;
  const loaded = (tag, attributes) => new Promise((resolve, reject) => {
    const part = Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject });
    // Before our own style, which has the last word.
    if (tag === "link") document.head.prepend(part); else document.head.append(part);
  });
  leaflet ||= Promise.all([
    loaded("link", { rel: "stylesheet", href: folder + "leaflet.css" }), loaded("script", { src: folder + "leaflet.js" }),
  ]);
  leaflet.then(then, () => { leaflet = null; });
}
let leaflet = null;

/** A map that a thumb scrolls past: one finger moves the page, two fingers or the buttons move the map. */
function plainMap(element, bounds) {
  const isTouched = matchMedia("(pointer: coarse)").matches;
  const view = L.map(element, {
    attributionControl: false, zoomControl: false, keyboard: false, scrollWheelZoom: false, doubleClickZoom: false, boxZoom: false,
    dragging: !isTouched, zoomSnap: 0.25, zoomDelta: 1, maxBoundsViscosity: 1,
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
  });
  const words = element.dataset;
  L.control.zoom({ zoomInTitle: words.closer, zoomOutTitle: words.farther }).addTo(view);
  const fit = () => {
    // While a browser lays the page out anew, a map may have no size for a moment.
    if (view.getSize().x < 50 || view.getSize().y < 50) return;
    // Whoever has moved closer stays there when the window changes.
    const was = view.getZoom() > view.getMinZoom() ? [view.getCenter(), view.getZoom()] : null;
    view.setMinZoom(0).setMaxZoom(20).fitBounds(bounds, { animate: false });
    view.setMinZoom(view.getZoom()).setMaxZoom(view.getZoom() + 5);
    if (was) view.setView(...was, { animate: false });
  };
  fit();
  view.setMaxBounds(L.latLngBounds(bounds).pad(0.1));
  view.on("resize", fit);
  element.classList.add("movable");
  return view;
}

/** The drawn map itself becomes movable: its links keep their places for the keyboard and for screen readers. */
function moveBoard(element) {
  const drawn = element.querySelector("svg");
  const focused = drawn.contains(document.activeElement) ? document.activeElement : null;
  const [south, west, north, east] = element.dataset.bounds.split(" ").map(Number);
  const bounds = [[south, west], [north, east]];
  element.style.aspectRatio = drawn.viewBox.baseVal.width + " / " + drawn.viewBox.baseVal.height;
  const view = plainMap(element, bounds);
  drawn.setAttribute("preserveAspectRatio", "none");
  L.svgOverlay(drawn, bounds, { interactive: true }).addTo(view);
  focused?.focus({ preventScroll: true });
  // The names keep their size while the map grows, and those that had no room get it.
  const name = () => {
    drawn.style.setProperty("--unit", drawn.viewBox.baseVal.width / drawn.getBoundingClientRect().width);
    drawn.classList.toggle("near", view.getZoom() >= view.getMinZoom() + 1);
  };
  view.on("zoomend resize", name);
  name();
  // A cell that the keyboard reaches is brought into view. An SVG that listens for focus would be a stop of its own.
  element.addEventListener("focusin", ({ target }) => {
    if (!drawn.contains(target)) return;
    const cell = target.getBoundingClientRect();
    const frame = element.getBoundingClientRect();
    const isSeen = cell.left >= frame.left && cell.right <= frame.right && cell.top >= frame.top
      && cell.bottom <= frame.bottom;
    const middle = [(cell.left + cell.right) / 2 - frame.left, (cell.top + cell.bottom) / 2 - frame.top];
    if (!isSeen) view.panTo(view.containerPointToLatLng(middle), { animate: false });
  });
  // Whoever has dragged the map did not mean the cell under the pointer.
  let start = null;
  element.addEventListener("pointerdown", (event) => { start = [event.clientX, event.clientY]; }, true);
  element.addEventListener("click", (event) => {
    if (start && event.detail && Math.hypot(event.clientX - start[0], event.clientY - start[1]) > 6) event.preventDefault();
  }, true);
}

// MARK: - The report form

function reportForm() {
  const form = document.getElementById("report");
  if (!form) return;
  const said = document.getElementById("located");
  const { lat, long, grid, category } = form.elements;
  const set = (place, words) => {
    lat.value = place ? place.lat.toFixed(6) : "";
    long.value = place ? place.lng.toFixed(6) : "";
    if (place) grid.value = "";
    said.textContent = words;
  };
  grid.addEventListener("change", () => { set(null, ""); form.dispatchEvent(new Event("place")); });
  const locate = document.getElementById("locate");
  locate.hidden = !navigator.geolocation;
  locate.addEventListener("click", () => {
    said.textContent = said.dataset.waiting;
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      set({ lat: coords.latitude, lng: coords.longitude }, said.dataset.done);
      form.dispatchEvent(new Event("place"));
    }, () => { said.textContent = said.dataset.failed; }, { timeout: 20_000 });
  });
  placeMap(form, set);
  const questions = document.getElementById("questions");
  category.addEventListener("change", async () => {
    const asked = category.value;
    const answer = await fetch(questions.dataset.source + "?category=" + encodeURIComponent(asked));
    // A slower answer to an earlier choice is late.
    if (answer.ok && category.value === asked) questions.innerHTML = await answer.text();
  });
}

/** The map of the report form: a tap sets the place. */
function placeMap(form, set) {
  const element = document.getElementById("place-map");
  const open = document.getElementById("choose-on-map");
  if (!element) return;
  open.hidden = false;
  open.addEventListener("click", () => withLeaflet(element, async () => {
    const outlines = await (await fetch(element.dataset.outlines)).json();
    open.hidden = true;
    element.hidden = false;
    const shapes = L.geoJSON(outlines, { className: "place-cell", interactive: false });
    const view = plainMap(element, shapes.getBounds());
    const mark = L.marker(view.getCenter(), {
      icon: L.divIcon({ className: "place-mark", iconSize: [24, 32], iconAnchor: [12, 32] }), keyboard: false,
      interactive: false,
    });
    shapes.addTo(view);
    const show = () => {
      const { lat, long } = form.elements;
      const place = lat.value && long.value ? L.latLng(lat.value, long.value) : null;
      let name = null;
      shapes.eachLayer((shape) => {
        const isChosen = place && holds(shape.feature.geometry, place);
        shape.getElement()?.classList.toggle("chosen", Boolean(isChosen));
        if (isChosen) name = shape.feature.properties.name;
        if (isChosen) shape.bringToFront();
      });
      if (place) mark.setLatLng(place).addTo(view); else mark.remove();
      if (name) document.getElementById("located").textContent = element.dataset.chosen.replace("{name}", name);
      // Close enough to see whether it is the right corner.
      if (name) view.setView(place, Math.max(view.getZoom(), view.getMinZoom() + 2));
    };
    form.addEventListener("place", show);
    view.on("click", ({ latlng }) => {
      const isInside = outlines.features.some((feature) => holds(feature.geometry, latlng));
      set(isInside ? latlng : null, isInside ? "" : element.dataset.outside);
      show();
    });
    show();
    element.focus();
  }));
}

/** Whether a polygon holds a place: how often a line from it to the west crosses the outline. */
function holds(geometry, { lat, lng }) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  let isInside = false;
  for (const ring of polygons.flat()) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[x, y], [u, v]] = [ring[i], ring[j]];
      if ((y > lat) !== (v > lat) && lng < (u - x) * (lat - y) / (v - y) + x) isInside = !isInside;
    }
  }
  return isInside;
}

// MARK: - The slip

function copyButton() {
  const button = document.getElementById("copy-link");
  if (!button || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.link);
    document.getElementById("copied").textContent = button.dataset.done;
  });
}

// MARK: - Live pages

/** Brings the parts marked `data-live` up to date when the office has committed something. */
function livePage() {
  if (!document.querySelector("[data-live]") || !window.EventSource) return;
  let source = null;
  let waiting = 0;
  const begin = () => {
    if (source || document.hidden) return;
    source = new EventSource("/events");
    let last = null;
    source.onmessage = ({ data }) => {
      const { position } = JSON.parse(data);
      // The first word says where the office stands: the page is as new, unless it came back from the background.
      if (last !== null && position !== last) later();
      last = position;
    };
  };
  const end = () => { source?.close(); source = null; };
  // Many pages hear of one change at once; they do not all ask in the same moment.
  const later = () => { waiting ||= setTimeout(refresh, 500 + Math.random() * 2_500); };
  const refresh = async () => {
    waiting = 0;
    try {
      if (!await tellChanges()) return;
      const answer = await fetch(location.href, { cache: "no-store" });
      if (!answer.ok || answer.redirected) return;
      replaceLiveParts(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* Without a network the page stays as it is; the next word brings it up to date. */ }
  };
  // A browser opens six connections to a server: a page that nobody looks at gives its own back.
  document.addEventListener("visibilitychange", () => { if (document.hidden) end(); else { begin(); later(); } });
  addEventListener("pagehide", end);
  begin();
}

/** Says what has changed in the case that is shown; false when nothing has, so that there is nothing to fetch. */
async function tellChanges() {
  const place = document.querySelector("[data-changes]");
  if (!place) return true;
  const answer = await fetch(place.dataset.changes, { cache: "no-store" });
  if (answer.status !== 200 || answer.redirected) return false;
  const words = await answer.text();
  if (place.said === words) return false;
  place.said = words;
  place.innerHTML = words;
  return true;
}

/** Whether somebody has typed or chosen anything in a part, or is about to. */
function isTouched(part) {
  return part.contains(document.activeElement) || [...part.querySelectorAll("input, textarea, select")].some((field) => {
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const usual = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, usual);
  });
}

function replaceLiveParts(fresh) {
  // The forms of a case: only while they are as they came.
  const forms = document.querySelector("[data-live-untouched]");
  const formsNow = fresh.querySelector("[data-live-untouched]");
  if (forms && !isTouched(forms)) {
    forms.replaceChildren(...Array.from(formsNow?.childNodes ?? [], (node) => document.importNode(node, true)));
    const place = document.querySelector("[data-changes]");
    const placeNow = fresh.querySelector("[data-changes]");
    if (place && placeNow) place.dataset.changes = placeNow.dataset.changes;
  }
  for (const part of document.querySelectorAll("[data-live]")) {
    const next = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!next || next.innerHTML === part.innerHTML) continue;
    const held = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const ticked = new Set(Array.from(part.querySelectorAll("input:checked"), (box) => box.value));
    part.replaceChildren(...Array.from(next.childNodes, (node) => document.importNode(node, true)));
    for (const box of part.querySelectorAll("input[type=checkbox]")) if (ticked.has(box.value)) box.checked = true;
    if (held) part.querySelector(`a[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  }
  document.dispatchEvent(new Event("replaced"));
}
