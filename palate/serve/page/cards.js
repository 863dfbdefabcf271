// One item as a card: picture, title, facts, the reason, and what can be said of it.

import { el, icon } from "./dom.js";
import { say } from "./words.js";

const FACTS = ["number", "date", "category", "tags", "flag"];
const FEW = 4;

// One that cannot be drawn is its title alone, and keeps no other from being shown.
export function card(item, number, about, acts) {
  try {
    return drawn(item, number, about, acts);
  } catch (error) {
    console.error(error);
    return el("li", { class: "card" }, el("div", { class: "card-body" },
      heading(item, number), el("p", { class: "reason" }, say("undrawn"))));
  }
}

function drawn(item, number, about, acts) {
  const picture = pictureOf(item, about);
  const facts = factsOf(item, about);
  const panel = details(item, about);
  const unfold = el("button", { type: "button", class: "act details", "aria-expanded": "false", title: say("details") },
    icon("down"), el("span", {}, say("details")));
  unfold.addEventListener("click", () => {
    panel.hidden = !panel.hidden;
    unfold.setAttribute("aria-expanded", String(!panel.hidden));
  });
  return el(
    "li",
    { class: picture ? "card pictured" : "card", "data-item": item.id },
    picture,
    el("div", { class: "card-body" },
      heading(item, number),
      el("ul", { class: "facts" }, facts.slice(0, FEW).map(([name, text]) => el("li", { title: name }, text))),
      el("p", { class: "reason" }, item.reasons[0]),
      el("div", { class: "acts", role: "group", "aria-label": item.title },
        button("like", item, acts), button("dislike", item, acts), button("seen", item, acts),
        button("more", item, acts), unfold, button("take", item, acts, "main")),
      panel),
  );
}

function heading(item, number) {
  return el("h3", {}, el("span", { class: "number", "aria-hidden": "true" }, String(number)), item.title);
}

function button(name, item, acts, more = "") {
  const pressed = name === "more" ? undefined : "false";
  const node = el("button", { type: "button", class: `act ${name} ${more}`, "aria-pressed": pressed, title: say(name) },
    icon(name), el("span", {}, say(name)));
  node.addEventListener("click", () => acts[name](item, node));
  return node;
}

function pictureOf(item, about) {
  const address = about.picture && item.fields[about.picture];
  if (typeof address !== "string" || !URL.canParse(address, location.href)) return null;
  const here = address.startsWith("data:image/") || new URL(address, location.href).origin === location.origin;
  if (!here && !(about.images && address.startsWith("https:"))) return null;
  const image = el("img", { class: "picture", src: address, alt: "", loading: "lazy", referrerpolicy: "no-referrer" });
  image.addEventListener("error", () => image.remove());
  return image;
}

function factsOf(item, about) {
  return about.fields
    .filter((field) => FACTS.includes(field.kind) && field.name !== about.picture && filled(item.fields[field.name]))
    .map((field) => [field.name, written(item.fields[field.name], field, 3)]);
}

function details(item, about) {
  const rows = about.fields.filter((field) => filled(item.fields[field.name]) && field.name !== about.picture);
  return el("div", { class: "all", hidden: true },
    el("ul", {}, item.reasons.slice(1).map((reason) => el("li", {}, reason))),
    el("dl", {}, rows.map((field) => [el("dt", {}, field.name.replaceAll("_", " ")),
      el("dd", {}, written(item.fields[field.name], field))])));
}

function filled(value) {
  return value != null && value !== "" && !(Array.isArray(value) && !value.length);
}

function written(value, field, most = Infinity) {
  if (Array.isArray(value)) return value.slice(0, most).join(", ") + (value.length > most ? " …" : "");
  if (typeof value === "boolean") return `${field.name.replaceAll("_", " ")}: ${value ? "✓" : "–"}`;
  if (typeof value !== "number" || !field.unit) return String(value);
  return /^\W$/.test(field.unit) ? `${field.unit}${value}` : `${value} ${field.unit}`;
}
