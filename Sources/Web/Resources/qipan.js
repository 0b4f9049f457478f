// What only JavaScript can do; every page works without it.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const map = document.getElementById("map");
  if (map && window.L) {
    map.hidden = false;
    const drawn = document.querySelector("svg.board");
    const view = L.map(map, { attributionControl: false });
    fetch(map.dataset.outlines).then((answer) => answer.json()).then((outlines) => {
      const style = getComputedStyle(document.documentElement);
      const color = style.getPropertyValue("--cinnabar").trim();
      const rule = style.getPropertyValue("--muted").trim();
      const layer = L.geoJSON(outlines, {
        style: (feature) => ({
          color: feature.properties.overdue ? color : rule, weight: 1, dashArray: feature.properties.overdue ? "3 2" : null,
          fillColor: color, fillOpacity: Math.min(0.6, feature.properties.open * 0.06),
        }),
        onEachFeature: (feature, shape) => {
          shape.bindTooltip(feature.properties.label);
          shape.on("click", () => { location.href = "/grids/" + feature.properties.code; });
        },
      }).addTo(view);
      view.fitBounds(layer.getBounds());
      // The drawn map stays for the keyboard and for screen readers.
      drawn.classList.add("skip");
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
