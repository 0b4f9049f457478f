// What only JavaScript can do; every page works without it.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const saves = navigator.connection?.saveData === true;
  const board = document.getElementById("board-map");
  // A hundred kilobytes unpacked: after everything else, and never to somebody who asked to save data.
  if (board && !saves) addEventListener("load", () => withLeaflet(board, () => moveBoard(board)));
  reportForm();
  uploads();
  borderForm();
  coverForm();
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

// MARK: - The border of a grid

/** The outline as dots on a map: a full dot moves the border, a hollow one becomes a new dot. */
function borderForm() {
  const element = document.getElementById("border-map");
  const ring = document.getElementById("ring");
  if (!element || ring.value.trimStart().startsWith("{")) return;
  withLeaflet(element, async () => {
    const outlines = await (await fetch(element.dataset.outlines)).json();
    element.hidden = document.getElementById("border-how").hidden = false;
    const own = document.getElementById("border").elements.grid?.value;
    const shapes = L.geoJSON(outlines, { className: "place-cell", interactive: false });
    const mine = outlines.features.find(({ properties }) => properties.code === own);
    const bounds = (mine ? L.geoJSON(mine) : shapes).getBounds().pad(0.5);
    const view = plainMap(element, bounds);
    view.setMaxZoom(view.getZoom() + 6);
    shapes.addTo(view);
    const read = () => ring.value.split(/\n/).map((line) => line.split(/[\s,，]+/).filter(Boolean).map(Number))
      .filter((place) => place.length === 2 && place.every(Number.isFinite)).map(([east, north]) => L.latLng(north, east));
    const outline = L.polygon([], { className: "place-cell chosen", interactive: false }).addTo(view);
    const dots = L.layerGroup().addTo(view);
    let corners = read();
    // Seven decimals are a centimetre; places that nobody has moved keep the number that their neighbours have.
    const texts = new Map(ring.value.split(/\n/).map((line, index) => [corners[index], line.trim()]));
    const write = () => {
      ring.value = corners.map((place) => texts.get(place) ?? `${place.lng.toFixed(7)}, ${place.lat.toFixed(7)}`).join("\n");
      draw();
    };
    const dot = (place, isBetween, moved) => {
      const icon = L.divIcon({ className: isBetween ? "corner between" : "corner", iconSize: isBetween ? [14, 14] : [20, 20] });
      return L.marker(place, { icon, draggable: true, keyboard: false }).on("dragend", ({ target }) => moved(target.getLatLng()))
        .addTo(dots);
    };
    const draw = () => {
      outline.setLatLngs(corners);
      dots.clearLayers();
      corners.forEach((place, index) => {
        const next = corners[(index + 1) % corners.length];
        const middle = L.latLng((place.lat + next.lat) / 2, (place.lng + next.lng) / 2);
        dot(middle, true, (moved) => { corners.splice(index + 1, 0, moved); write(); });
        dot(place, false, (moved) => { corners[index] = moved; write(); }).on("dblclick", () => {
          if (corners.length > 3) { corners.splice(index, 1); write(); }
        });
      });
    };
    // A new grid begins with taps on the map.
    view.on("click", ({ latlng }) => { if (!mine && corners.length < 3) { corners.push(latlng); write(); } });
    ring.addEventListener("input", () => { corners = read(); draw(); });
    draw();
  });
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
  similarReports(form);
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

/** Shows what is reported already nearby as soon as place and matter are known; the form itself asks once more before it is sent. */
function similarReports(form) {
  const part = document.getElementById("similar");
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const { category, lat, grid } = form.elements;
    if (!category.value || !(lat.value || grid.value)) return part.replaceChildren();
    const body = new URLSearchParams();
    for (const name of ["category", "lat", "long", "grid", "address", "text"]) body.set(name, form.elements[name].value);
    const answer = await fetch(part.dataset.source, { method: "POST", body }).catch(() => null);
    // A slower answer to an earlier question is late.
    if (answer?.ok && mine === asked) part.innerHTML = await answer.text();
  };
  for (const name of ["category", "address", "text"]) form.elements[name].addEventListener("change", ask);
  form.addEventListener("place", ask);
}

/** Photos and documents are sent as soon as they are chosen, wherever a form takes them. */
function uploads() {
  const form = document.getElementById("photo")?.form ?? document.querySelector("input#document")?.form;
  if (!form) return;
  const kinds = [];
  if (form.elements.photo) kinds.push([form.elements.photo, photoList()]);
  if (form.querySelector("input#document")) kinds.push([form.querySelector("input#document"), documentList()]);
  const sendings = kinds.map(([input, kind]) => fileUploads(form, input, kind));
  // Whoever presses before the last file is there waits for it; one that cannot be sent goes with the form as before.
  form.addEventListener("submit", (event) => {
    if (!kinds.some(([input]) => input.files.length) || form.dataset.waited) return;
    event.preventDefault();
    form.dataset.waited = "yes";
    const button = event.submitter;
    Promise.all(sendings.map((sending) => sending())).finally(() => form.requestSubmit(button));
  });
}

/** What photos are shown as once they are there, and which answer names one. */
function photoList() {
  const list = document.getElementById("kept");
  return {
    list, field: "kept", most: 5, header: "Qipan-Photo", said: document.getElementById("uploaded"),
    hint: document.getElementById("kept-hint"), type: "image/*",
    // A document among the photos belongs below: photos are seen by everybody.
    isWelcome: async (file) => !(await isDocument(file)),
    show: (digest) => Object.assign(new Image(160), { src: `/photos/${digest}-480.jpg`, alt: list.dataset.alt, className: "photo" }),
  };
}

const isDocument = async (file) => (await file.slice(0, 5).text()) === "%PDF-";

/** The same for documents, which nobody sees before the form is sent. */
function documentList() {
  const list = document.getElementById("kept-documents");
  return {
    list, field: "kept_document", most: 2, header: "Qipan-Document", said: document.getElementById("uploaded-documents"),
    hint: document.getElementById("kept-documents-hint"), type: "application/pdf",
    isWelcome: isDocument,
    show: (kept) => {
      const pages = kept.split(".")[1];
      return document.createTextNode((pages === "1" ? list.dataset.one : list.dataset.many).replace("{n}", pages));
    },
  };
}

/** Sends chosen files at once, in pieces that go on where a connection broke off (tus 1.0.0); the form then names them. */
function fileUploads(form, input, kind) {
  const { list, most, said } = kind;
  const words = input.dataset;
  let sending = Promise.resolve();
  const tell = (text, values = {}) => {
    said.textContent = text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  };
  const show = (kept) => {
    if (list.querySelector(`input[value="${kept}"]`)) return;
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: kind.field, value: kept, checked: true });
    const label = Object.assign(document.createElement("label"), { className: "choice" });
    label.append(box, kind.show(kept));
    const item = document.createElement("li");
    item.append(label);
    list.append(item);
    kind.hint.hidden = false;
  };
  input.addEventListener("change", () => {
    // The form carries no file any more: what was sent is named, and what could not be sent is chosen again.
    const files = [...input.files];
    const room = most - form.querySelectorAll(`input[name=${kind.field}]:checked`).length;
    if (files.length > room) { tell(words.many); input.value = ""; return; }
    sending = files.reduce((before, file) => before.then(async () => {
      if (!(await kind.isWelcome(file))) throw new Error(words.wrong);
      show(await sendInPieces(words.uploads, file, kind,
        (part) => tell(words.sending, { name: file.name, part }), () => tell(words.waiting, { name: file.name })));
    }), sending).then(() => { tell(words.done); input.value = ""; }, (reason) => { tell(reason.message); });
  });
  return () => sending;
}

/** Sends a file in pieces, and each again until the server has it; what the form names it by then. */
async function sendInPieces(address, file, kind, progress, waiting) {
  const version = { "Tus-Resumable": "1.0.0" };
  const key = `upload ${file.name} ${file.size} ${file.lastModified}`;
  const refused = async (answer) => new Error((await answer.text()).trim() || answer.statusText);
  let upload = sessionStorage.getItem(key);
  let offset = null;
  let failures = 0;
  for (;;) {
    try {
      if (!upload) {
        const answer = await fetch(address, { method: "POST", headers: { ...version, "Upload-Length": file.size, "Upload-Metadata": "filetype " + btoa(kind.type) } });
        if (!answer.ok) throw await refused(answer);
        [upload, offset] = [answer.headers.get("Location"), 0];
        sessionStorage.setItem(key, upload);
      }
      if (offset === null) {
        const answer = await fetch(upload, { method: "HEAD", headers: version });
        // Forgotten after a day: it begins anew.
        if (answer.status === 404) { upload = null; continue; }
        if (answer.ok && answer.headers.has(kind.header)) return answer.headers.get(kind.header);
        if (!answer.ok) throw new TypeError(answer.statusText);
        offset = Number(answer.headers.get("Upload-Offset"));
      }
      progress(Math.floor(100 * offset / file.size));
      const answer = await fetch(upload, {
        method: "PATCH", body: file.slice(offset, offset + 262_144),
        headers: { ...version, "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" },
      });
      if (answer.status === 409 || answer.status >= 500) throw new TypeError(answer.statusText);
      if (!answer.ok) { sessionStorage.removeItem(key); throw await refused(answer); }
      offset = Number(answer.headers.get("Upload-Offset"));
      failures = 0;
      if (answer.headers.has(kind.header)) return answer.headers.get(kind.header);
    } catch (reason) {
      // A broken connection is a TypeError; what the server refuses does not get better by trying again.
      if (!(reason instanceof TypeError) || ++failures > 8) throw reason;
      offset = null;
      waiting();
      await new Promise((again) => setTimeout(again, Math.min(30_000, 500 * 2 ** failures)));
    }
  }
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
      form.dispatchEvent(new Event("place"));
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

// MARK: - Covering parts of a photo

/** Rectangles are drawn on the picture; the field beside it says the same in numbers, and either changes the other. */
function coverForm() {
  const form = document.getElementById("cover_photo");
  if (!form) return;
  const figure = form.querySelector(".covering");
  const field = form.elements.rectangles;
  const [width, height] = [Number(figure.dataset.width), Number(figure.dataset.height)];
  const lines = () => field.value.split("\n").filter((line) => line.trim());
  const box = (numbers) => {
    const [left, top, wide, high] = numbers;
    const part = document.createElement("span");
    Object.assign(part.style, {
      left: `${100 * left / width}%`, top: `${100 * top / height}%`, width: `${100 * wide / width}%`,
      height: `${100 * high / height}%`,
    });
    return part;
  };
  const show = () => {
    for (const part of figure.querySelectorAll("span")) part.remove();
    for (const line of lines()) {
      const numbers = line.trim().split(/[\s,，]+/).map(Number);
      if (numbers.length === 4 && numbers.every(Number.isFinite)) figure.append(box(numbers));
    }
  };
  document.getElementById("cover-tools").hidden = false;
  document.getElementById("cover-undo").addEventListener("click", () => {
    field.value = lines().slice(0, -1).join("\n");
    show();
  });
  field.addEventListener("input", show);
  const place = ({ clientX, clientY }) => {
    const frame = figure.getBoundingClientRect();
    const at = (part, whole) => Math.min(whole, Math.max(0, Math.round(part * whole)));
    return [at((clientX - frame.left) / frame.width, width), at((clientY - frame.top) / frame.height, height)];
  };
  let start = null;
  let drawn = null;
  const numbers = (end) => [
    Math.min(start[0], end[0]), Math.min(start[1], end[1]), Math.abs(end[0] - start[0]), Math.abs(end[1] - start[1]),
  ];
  figure.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    figure.setPointerCapture(event.pointerId);
    start = place(event);
  });
  figure.addEventListener("pointermove", (event) => {
    if (!start) return;
    drawn?.remove();
    drawn = box(numbers(place(event)));
    figure.append(drawn);
  });
  const end = (event) => {
    if (!start) return;
    const part = numbers(place(event));
    [start, drawn] = [null, drawn?.remove()];
    // A tap covers nothing.
    if (event.type === "pointerup" && part[2] > 3 && part[3] > 3) field.value = [...lines(), part.join(" ")].join("\n");
    show();
  };
  figure.addEventListener("pointerup", end);
  figure.addEventListener("pointercancel", end);
  show();
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
