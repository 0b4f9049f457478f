// What only JavaScript can do; every page works without it.
"use strict";
addEventListener("DOMContentLoaded", () => {
  // The movable map is a hundred kilobytes: it comes when it is asked for.
  const show = document.getElementById("show-map");
  if (show) {
    show.hidden = false;
    show.addEventListener("click", () => {
      show.hidden = true;
      const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/assets/leaflet/leaflet.css" });
      const script = Object.assign(document.createElement("script"), { src: "/assets/leaflet/leaflet.js", onload: drawMap });
      document.head.append(style, script);
    });
  }
  const button = document.getElementById("locate");
  if (button && navigator.geolocation) {
    const said = document.getElementById("located");
    button.hidden = false;
    button.addEventListener("click", () => navigator.geolocation.getCurrentPosition((place) => {
      document.querySelector("[name=lat]").value = place.coords.latitude.toFixed(6);
      document.querySelector("[name=long]").value = place.coords.longitude.toFixed(6);
      document.querySelector("[name=grid]").value = "";
      said.textContent = said.dataset.done;
    }, () => { said.textContent = said.dataset.failed; }));
  }
});

function drawMap() {
  const map = document.getElementById("map");
  const drawn = document.querySelector("svg.board");
  map.hidden = false;
  map.style.width = "100%";
  const view = L.map(map, { attributionControl: false });
  fetch(map.dataset.outlines).then((answer) => answer.json()).then((outlines) => {
    const colors = getComputedStyle(document.documentElement);
    const late = colors.getPropertyValue("--cinnabar").trim();
    const plain = colors.getPropertyValue("--muted").trim();
    const layer = L.geoJSON(outlines, {
      style: ({ properties }) => ({
        color: properties.overdue ? late : plain, weight: 1, dashArray: properties.overdue ? "3 2" : null,
        fillColor: late, fillOpacity: Math.min(0.6, properties.open * 0.06),
      }),
      onEachFeature: ({ properties }, shape) => {
        shape.bindTooltip(properties.label);
        shape.on("click", () => { location.href = "/grids/" + properties.code; });
      },
    }).addTo(view);
    view.fitBounds(layer.getBounds());
    // The drawn map stays for the keyboard and for screen readers.
    drawn.classList.add("skip");
  });
}
