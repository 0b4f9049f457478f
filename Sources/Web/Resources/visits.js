// A visit that is written down where there is no network: kept in this browser, sent once when there is one again.
"use strict";
addEventListener("DOMContentLoaded", () => {
  // Pages whose forms open without a network are kept by a worker; whoever signs out leaves none behind.
  navigator.serviceWorker?.register("/desk/visits/worker.js", { scope: "/desk/" }).catch(() => { /* Then they do not. */ });
  const list = document.getElementById("kept-visits");
  if (list) {
    for (const form of document.querySelectorAll("a[data-form]")) fetch(form.href).catch(() => { /* Later, then. */ });
  }
  visitForm();
  addEventListener("online", sendVisits);
  sendVisits();
});

const keptVisits = {
  all() { try { return JSON.parse(localStorage.getItem("visits") ?? "[]"); } catch { return []; } },
  set(visits) { localStorage.setItem("visits", JSON.stringify(visits)); },
  put(visit) { this.set([...this.all().filter(({ key }) => key !== visit.key), visit]); },
  drop(key) { this.set(this.all().filter((visit) => visit.key !== key)); },
};

function visitForm() {
  const form = document.getElementById("visit-form");
  if (!form) return;
  const asked = new URLSearchParams(location.hash.slice(1)).get("kept");
  const kept = keptVisits.all().find(({ key }) => key === asked);
  // A page that was kept has been here before: every visit gets a key of its own.
  form.elements.key.value = kept?.key ?? crypto.randomUUID();
  // What the page says of today may be of another day.
  const today = new Date().toLocaleDateString("sv");
  if (today > form.elements.on.max) form.elements.on.max = form.elements.on.value = today;
  if (kept) fill(form, kept.fields);
  form.addEventListener("submit", async (event) => {
    if (form.dataset.direct) return;
    event.preventDefault();
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrf");
    const visit = {
      key: form.elements.key.value, to: form.getAttribute("action"), firm: form.dataset.firm, who: form.dataset.who,
      on: form.elements.on.value, fields,
    };
    try { keptVisits.put(visit); } catch { return direct(form); }
    const sent = await post(visit, form.elements.csrf.value);
    if (sent.done) { keptVisits.drop(visit.key); location.href = sent.done; return; }
    // The server says what is wrong; sent again with the same key it is still one visit.
    if (!sent.lost) { keptVisits.drop(visit.key); return direct(form); }
    form.hidden = true;
    const said = document.getElementById("visit-kept");
    said.hidden = false;
    said.focus();
  });
}

function direct(form) {
  form.dataset.direct = "yes";
  form.requestSubmit();
}

function fill(form, fields) {
  for (const field of form.elements) {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
    else if (values.length && field.name !== "csrf") field.value = values[0];
  }
}

/** Sends a visit: `done` is where it stands now, `lost` means no network, else `said` is why it was not taken. */
async function post({ to, fields }, csrf) {
  const body = new URLSearchParams([["csrf", csrf], ...fields]);
  try {
    const answer = await fetch(to, { method: "POST", body });
    if (answer.ok && answer.redirected && new URL(answer.url).pathname.startsWith("/desk/visits/")) return { done: answer.url };
    if (answer.status >= 500 || answer.status === 429) return { lost: true };
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { said: page.querySelector("[role=alert], h1")?.textContent.trim() ?? String(answer.status) };
  } catch { return { lost: true }; }
}

/** Sends what waits, one after the other, in one window at a time; only what the one who is signed in has written. */
async function sendVisits() {
  const list = document.getElementById("kept-visits");
  const work = async () => {
    const who = document.querySelector("[data-visitor]")?.dataset.visitor;
    const mine = keptVisits.all().filter((visit) => visit.who === who && !visit.said);
    if (who && mine.length) {
      // The session may be another than when it was written.
      const csrf = await fetch("/desk/visits/key").then((answer) => answer.ok ? answer.text() : null, () => null);
      if (csrf) {
        for (const visit of mine) {
          const sent = await post(visit, csrf);
          if (sent.lost) break;
          if (sent.done) keptVisits.drop(visit.key); else keptVisits.put({ ...visit, said: sent.said });
        }
      }
    }
    if (list) showVisits(list, who);
  };
  if (navigator.locks) await navigator.locks.request("visits", work); else await work();
}

function showVisits(list, who) {
  const words = list.dataset;
  const visits = keptVisits.all();
  list.hidden = !visits.length;
  list.querySelector("ul").replaceChildren(...visits.map((visit) => {
    const item = document.createElement("li");
    const isMine = visit.who === who;
    const said = visit.said ? words.refused.replace("{said}", visit.said) : isMine ? words.waits : words.other;
    item.append(Object.assign(document.createElement("b"), { textContent: `${visit.on} ${isMine ? visit.firm : ""}` }), " ", said);
    if (isMine && visit.said) {
      const link = Object.assign(document.createElement("a"), { href: `${visit.to}#kept=${visit.key}`, textContent: words.open });
      item.append(" ", link);
    }
    if (isMine) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words.drop });
      button.addEventListener("click", () => {
        if (confirm(words.sure)) { keptVisits.drop(visit.key); showVisits(list, who); }
      });
      item.append(" ", button);
    }
    return item;
  }));
}
