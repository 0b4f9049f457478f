// What only JavaScript can do at the desk: keys, and the movable map. Every page works without it.
"use strict";
addEventListener("DOMContentLoaded", () => {
  deskKeys();
  deskMap();
});

// MARK: - Keys

/** Single letters, each for a link, button or form that can be seen; they can be switched off (WCAG 2.1, 2.1.4). */
function deskKeys() {
  const help = document.getElementById("keys");
  const open = document.getElementById("keys-open");
  const choice = document.getElementById("keys-switch");
  if (!help?.showModal) return;
  // A browser that keeps nothing has the keys as they come.
  const kept = { get: () => { try { return localStorage.getItem("keys"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("keys", value); } catch { /* They come back with the next page. */ } } };
  let isOn = kept.get() !== "off";
  const show = () => {
    choice.textContent = isOn ? choice.dataset.off : choice.dataset.on;
    for (const element of document.querySelectorAll("[data-key]")) {
      element.querySelector(":scope > kbd")?.remove();
      if (!isOn) { element.removeAttribute("aria-keyshortcuts"); continue; }
      element.setAttribute("aria-keyshortcuts", element.dataset.key);
      const hint = Object.assign(document.createElement("kbd"), { textContent: element.dataset.key });
      hint.setAttribute("aria-hidden", "true");
      element.append(hint);
    }
  };
  const explain = () => { help.showModal(); document.getElementById("keys-title").focus(); };
  open.hidden = false;
  open.addEventListener("click", explain);
  document.getElementById("keys-close").addEventListener("click", () => help.close());
  choice.addEventListener("click", () => { isOn = !isOn; kept.set(isOn ? "on" : "off"); show(); });
  document.addEventListener("replaced", show);
  show();

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!isOn || help.open || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (target.matches("textarea, select, input:not([type=checkbox]):not([type=submit])") || target.isContentEditable) return;
    if (press(key)) event.preventDefault();
  });

  /** Returns whether the key meant something here. */
  function press(key) {
    switch (key) {
      case "?": explain(); return true;
      case "/": return bring(document.getElementById("q"));
      case "o": return here()?.click(), Boolean(here());
      case "x": return tick();
      case "j": case "k": if (step(key === "j" ? 1 : -1)) return true;
    }
    const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!element) return false;
    if (element.tagName === "A") { element.click(); return true; }
    // A step is brought forward and never taken by a single key: the next one chooses, types or sends.
    const details = element.closest("details");
    if (details) details.open = true;
    const form = details ? details.querySelector("form") : element.closest("form");
    return bring(form?.querySelector("select, textarea, input:not([type=hidden])") ?? form?.querySelector("button"));
  }

  const links = () => [...document.querySelectorAll("table.queue a.case")];
  const here = () => links().find((link) => link.closest("tr").contains(document.activeElement));

  /** Moves from row to row; false where there is no list. */
  function step(by) {
    const all = links();
    if (!all.length) return false;
    const index = all.indexOf(here());
    const next = index < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, index + by));
    return bring(all[next]);
  }

  function tick() {
    const box = here()?.closest("tr").querySelector("input[type=checkbox]");
    if (!box) return false;
    box.checked = !box.checked;
    return true;
  }

  function bring(element) {
    if (!element) return false;
    element.focus();
    element.scrollIntoView({ block: "nearest" });
    return true;
  }
}

// MARK: - The map of a queue

/** A press of the button makes the map movable: outlines, and the cases of what is shown, one by one or in heaps. */
function deskMap() {
  const element = document.getElementById("desk-map");
  const button = document.getElementById("move-desk-map");
  if (!element || !button) return;
  button.hidden = false;
  button.addEventListener("click", () => withLeaflet(element, async () => {
    const said = document.getElementById("desk-map-said");
    button.hidden = true;
    const outlines = await (await fetch(element.dataset.outlines)).json();
    const [south, west, north, east] = element.dataset.bounds.split(" ").map(Number);
    element.replaceChildren();
    element.classList.add("opened");
    const view = plainMap(element, [[south, west], [north, east]]);
    L.geoJSON(outlines, { className: "place-cell", interactive: false }).addTo(view);
    const signs = L.layerGroup().addTo(view);
    let asked = 0;
    const draw = async () => {
      const turn = ++asked;
      const box = view.getBounds();
      const corners = [box.getSouth(), box.getWest(), box.getNorth(), box.getEast()].map((number) => number.toFixed(6));
      const answer = await fetch(element.dataset.marks + "&box=" + corners.join(","));
      // A slower answer to an earlier move is late.
      if (!answer.ok || turn !== asked) return;
      const marks = await answer.json();
      signs.clearLayers();
      for (const mark of marks) signs.addLayer(sign(mark, view));
      said.textContent = marks.map(({ label }) => label).slice(0, 3).join("; ");
    };
    view.on("moveend", draw);
    draw();
    element.tabIndex = -1;
    element.focus();
  }));
}

function sign({ lat, long, light, label, url, n }, view) {
  const shape = { green: "●", amber: "▲", red: "■" }[light];
  const face = document.createElement("span");
  face.className = "face " + light;
  face.append(shape, n ? Object.assign(document.createElement("b"), { textContent: n }) : "");
  const icon = L.divIcon({ className: "desk-sign", html: face, iconSize: [44, 44] });
  const marker = L.marker([lat, long], { icon, title: label, alt: label });
  const go = () => { if (url) location.href = url; else view.setView([lat, long], view.getZoom() + 1); };
  marker.on("click", go).on("keypress", ({ originalEvent }) => { if (originalEvent.key === "Enter") go(); });
  marker.on("add", () => marker.getElement().setAttribute("aria-label", label));
  return marker;
}
