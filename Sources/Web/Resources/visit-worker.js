// Keeps the page of visits and the forms that it leads to, for when there is no network.
"use strict";
const kept = "visits-1";
const isKept = ({ pathname }) => pathname === "/desk/visits" || /^\/desk\/firms\/\d+\/visit$/.test(pathname);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  // Whoever signs out, or in, takes nobody's pages over.
  if (request.method === "POST" && /^\/desk\/sign-(in|out)/.test(url.pathname)) {
    event.waitUntil(caches.delete(kept));
    return;
  }
  const isAsset = url.pathname.startsWith("/assets/");
  if (request.method !== "GET" || !(isAsset || isKept(url))) return;
  event.respondWith((async () => {
    const cache = await caches.open(kept);
    try {
      const answer = await fetch(request);
      if (answer.ok && !answer.redirected) await cache.put(request, answer.clone());
      else if (answer.redirected) await caches.delete(kept);
      return answer;
    } catch (reason) {
      // A form belongs to the visit that was asked for: another one of the same firm is none.
      // In whatever language it was read: one page is better than none.
      const found = await cache.match(request, { ignoreSearch: url.pathname === "/desk/visits", ignoreVary: true });
      if (found) return found;
      throw reason;
    }
  })());
});
