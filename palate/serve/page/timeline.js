// How a reply came about: the plan, each step with what it left and how long it took, and what was noticed.

import { el } from "./dom.js";
import { say } from "./words.js";

export function timeline(trace) {
  const steps = trace.steps.map((step) => el("li", { class: `step ${step.status}` },
    el("code", {}, step.tool),
    el("span", { class: "what" }, step.reason || step.summary || wishes(step.args)),
    el("span", { class: "took" }, `${(step.seconds * 1000).toFixed(1)} ms`),
    wishes(step.args) ? el("span", { class: "args" }, wishes(step.args)) : null));
  const plans = trace.plan.map((plan) => el("li", { class: "plan" }, el("code", {}, say("plan")),
    el("span", { class: "what" }, `“${plan.request}”`), el("span", { class: "took" }, plan.planner)));
  const findings = trace.findings.map((finding) => el("li", { class: `finding ${finding.severity || ""}` },
    el("code", {}, say("found")), el("span", { class: "what" }, finding.message)));
  const all = [...plans, ...steps, ...findings];
  return el("details", { class: "how", ontoggle: ({ target }) => target.open && target.scrollIntoView({ block: "nearest" }) },
    el("summary", {}, say("how", trace.steps.length, trace.seconds.toFixed(2))),
    all.length ? el("ol", {}, all) : el("p", {}, say("unread")));
}

const SIGNS = { "=": ":", in: ":", contains: ":", contains_any: ":", "!=": " ≠", not_in: " ≠", not_contains: " ≠", exists: " =" };

// Arguments in signs that need no translation, such as `genres: Comedy · runtime < 100`.
function wishes(value) {
  if (value == null) return "";
  if (Array.isArray(value)) return value.map(wishes).filter(Boolean).join(" · ");
  if (typeof value !== "object") return String(value);
  if ("op" in value && value.op === "between") return `${value.field} ${value.value[0]}–${value.value[1]}`;
  if ("op" in value) return `${value.field}${SIGNS[value.op] ?? ` ${value.op}`} ${[value.value].flat().join(", ")}`;
  if ("any_of" in value) return value.any_of.map(wishes).join(" / ");
  return Object.entries(value).map(([name, each]) => [name, wishes(each)]).filter(([, text]) => text)
    .map(([name, text]) => (name === "where" ? text : `${name}: ${text}`)).join(" · ");
}
