// Which policies suit a firm, worked out in this browser from the published conditions. Answers leave it nowhere, and are kept nowhere.
"use strict";
const policyMatch = (() => {
  // The same as the server's own numbers: nine digits.
  const most = 999_999_999;
  const within = ({ least = -most, most: last = most }, number) => {
    if (!Number.isInteger(number) || Math.abs(number) > most) return "unknown";
    return least <= number && number <= last ? "yes" : "no";
  };
  const truth = (holds) => (holds ? "yes" : "no");

  /** The question that a condition asks; conditions that ask the same share it. */
  function question({ ask, words, unit }) {
    if (ask === "statement") return `statement:${words}`;
    return ask === "figure" ? `figure:${unit}:${words}` : ask;
  }

  function holds(condition, answers) {
    const answer = answers[question(condition)];
    if (answer === undefined) return "unknown";
    switch (condition.ask) {
      case "kind": case "statement": return truth(answer === condition.is);
      case "registered": return truth(answer === "yes");
      case "industry": case "status": return truth(answer.includes(condition.is));
      case "age": case "persons": case "figure": return within(condition, answer);
      default: return "unknown";
    }
  }

  // As Kleene puts them together: what is missing matters only where the rest does not decide.
  const all = (parts) => (parts.includes("no") ? "no" : parts.includes("unknown") ? "unknown" : "yes");
  const any = (parts) => (parts.includes("yes") ? "yes" : parts.includes("unknown") ? "unknown" : "no");

  function judge(clauses, answers) {
    const conditions = clauses.map((clause) => clause.any.map((condition) => holds(condition, answers)));
    return { result: all(conditions.map(any)), conditions, clauses: conditions.map(any) };
  }
  return { judge, question };
})();

globalThis.document?.addEventListener("DOMContentLoaded", async () => {
  const form = document.getElementById("policy-match");
  const results = document.getElementById("policy-results");
  if (!form || !results) return;
  let policies;
  try {
    const answer = await fetch(form.dataset.rules);
    if (!answer.ok) return;
    ({ policies } = await answer.json());
  } catch { return; /* The lists to tick stay. */ }
  const { base, missing, fails, or, and } = form.dataset;
  const fields = [...form.querySelectorAll("[data-ask]")];
  const status = results.querySelector("[role=status]");
  const labels = new Map(fields.map((field) => [field.dataset.ask, field.dataset.label]));

  function answers() {
    const said = {};
    for (const field of fields) {
      const key = field.dataset.ask;
      const boxes = [...field.querySelectorAll("input[type=checkbox]")];
      const one = field.querySelector("select, input[type=number]");
      if (boxes.some(({ checked }) => checked)) said[key] = boxes.filter(({ checked, value }) => checked && value).map(({ value }) => value);
      else if (one?.value) said[key] = one.type === "number" ? Number(one.value) : one.value;
    }
    return said;
  }

  function show() {
    const said = answers();
    const found = { yes: [], unknown: [], no: [] };
    for (const policy of policies) {
      const judged = policyMatch.judge(policy.conditions, said);
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("a"), { href: base + policy.serial, textContent: policy.title }));
      const open = policy.conditions.flatMap(({ any }, n) => judged.clauses[n] !== "unknown" ? [] :
        any.filter((_, m) => judged.conditions[n][m] === "unknown").map((condition) => labels.get(policyMatch.question(condition)) ?? condition.words));
      const failed = policy.conditions.filter((_, n) => judged.clauses[n] === "no").map(({ any }) => any.map(({ words }) => words).join(or));
      const why = judged.result === "unknown" ? [missing, [...new Set(open)]] : judged.result === "no" ? [fails, failed] : null;
      const words = why ? why[0].replace("{what}", () => why[1].join(and)) : policy.gives;
      item.append(document.createElement("br"), Object.assign(document.createElement("span"), { className: "small", textContent: words }));
      found[judged.result].push(item);
    }
    for (const part of results.querySelectorAll("[data-result]")) {
      const items = found[part.dataset.result];
      part.querySelector("ul").replaceChildren(...items);
      part.querySelector(".empty").hidden = items.length > 0;
    }
    const counts = { yes: found.yes.length, unknown: found.unknown.length, no: found.no.length };
    status.textContent = status.dataset.words.replace(/{(yes|unknown|no)}/g, (_, result) => counts[result]);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    // "None of these" and one of them exclude each other.
    if (target.type === "checkbox" && target.checked) {
      for (const box of target.closest("fieldset").querySelectorAll("input")) if (!target.value !== !box.value) box.checked = false;
    }
    show();
  });
  form.addEventListener("reset", () => setTimeout(show));
  form.reset();
  document.getElementById("policy-checklists")?.setAttribute("hidden", "");
  form.hidden = results.hidden = policies.length === 0;
  show();
});
