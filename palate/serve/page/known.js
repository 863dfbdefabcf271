// What is known of the person: each preference with their words and its date, to be corrected, switched off or erased.

import { call, whole } from "./api.js";
import { el, icon } from "./dom.js";
import { date, language, say } from "./words.js";

let failed = () => {};
let forgotten = () => {};
export function onForgotten(then, otherwise) {
  forgotten = then;
  failed = otherwise;
}

// Shows what is known in the panel, and on the cards of the conversation.
export async function showKnown() {
  const body = document.getElementById("known-body");
  const memory = await whole(`v1/memory?language=${language}`);
  const lists = [["seenOnes", memory.seen], ["takenOnes", memory.taken], ["rejectedOnes", memory.rejected]];
  const empty = !memory.preferences.length && lists.every(([, items]) => !items.length);
  body.replaceChildren(
    empty ? el("p", { class: "note" }, say("nothingKnown")) : "",
    el("ul", { class: "preferences" }, memory.preferences.map(preference)),
    ...lists.filter(([, items]) => items.length).map(([name, items]) => [el("h3", {}, say(name)),
      el("ul", { class: "named" }, items.map(named))]).flat(),
    empty ? "" : el("p", { class: "ends" },
      el("button", { type: "button", class: "quiet", onclick: guarded(takeAlong) }, say("takeAlong")),
      sure("eraseAll", "eraseAllSure", "", async () => { await call("DELETE", "v1/memory"); await forgotten(true); })),
  );
  mark(memory);
}

function mark(memory) {
  const ids = (items) => new Set(items.map((item) => item.id));
  const liked = (polarity) => new Set(memory.preferences
    .filter((entry) => entry.on && entry.item && entry.polarity === polarity).map((entry) => entry.item));
  const marks = { like: liked("want"), dislike: liked("avoid"), seen: ids(memory.seen), take: ids(memory.taken) };
  for (const card of document.querySelectorAll("[data-item]")) {
    for (const [name, items] of Object.entries(marks)) {
      card.querySelector(`.act.${name}`).setAttribute("aria-pressed", String(items.has(card.dataset.item)));
    }
  }
}

function preference(entry) {
  const attitude = entry.strength === "hard" ? (entry.polarity === "want" ? "must" : "never")
    : entry.polarity === "want" ? "likes" : "dislikes";
  const path = `v1/memory/${entry.id}`;
  const change = (right) => guarded(async () => { await call("PATCH", path, right); await showKnown(); });
  const row = el("li", { class: entry.on ? "preference" : "preference off" },
    el("p", { class: "what" }, el("span", { class: `attitude ${entry.polarity}` }, say(attitude)), el("strong", {}, entry.what)),
    el("p", { class: "said" }, entry.quote ? el("q", {}, entry.quote) : `${say("noted")} · `,
      el("time", { datetime: new Date(entry.time * 1000).toISOString() }, date(entry.time))),
    el("div", { class: "rights" },
      el("button", { type: "button", role: "switch", "aria-checked": String(entry.on), class: "switch",
        "aria-label": `${entry.what}: ${say("counts")}`, onclick: change({ on: !entry.on }) },
      el("i", { "aria-hidden": "true" }), el("span", {}, say(entry.on ? "counts" : "off"))),
      el("button", { type: "button", class: "quiet", onclick: () => row.append(correction(entry, change, row)) },
        icon("edit"), say("correct")),
      sure("erase", "eraseSure", "erase", async () => { await call("DELETE", path); await forgotten(false); })));
  return row;
}

function correction(entry, change, row) {
  row.querySelector("form")?.remove();
  const input = el("input", { type: "text", maxlength: 500, value: entry.quote || entry.what, "aria-label": say("rather") });
  const liked = entry.polarity === "want";
  const choice = el("select", { "aria-label": say("rather") },
    el("option", { value: "want", selected: liked }, say("liked")),
    el("option", { value: "avoid", selected: !liked }, say("disliked")));
  const form = el("form", { class: "correction" }, choice, input,
    el("button", { type: "submit", class: "main" }, say("save")),
    el("button", { type: "button", class: "quiet", onclick: () => form.remove() }, say("cancel")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = input.value.trim();
    const right = { polarity: choice.value };
    if (words && words !== (entry.quote || entry.what)) right.words = words;
    change(right)(event);
  });
  requestAnimationFrame(() => input.focus());
  return form;
}

function named(item) {
  return el("li", {}, el("span", {}, item.title), el("time", {}, date(item.time)),
    sure("erase", "eraseSure", "erase", async () => {
      await call("DELETE", `v1/memory/items/${encodeURIComponent(item.id)}`);
      await forgotten(false);
    }));
}

// A button that asks once more, in its own place.
function sure(name, question, picture, then) {
  const first = el("button", { type: "button", class: "quiet erase" }, picture ? icon(picture) : "", say(name));
  first.addEventListener("click", () => {
    const yes = el("button", { type: "button", class: "danger", onclick: guarded(then) }, say("yes"));
    const no = el("button", { type: "button", class: "quiet" }, say("cancel"));
    const asked = el("span", { class: "sure", role: "group", "aria-label": say(question) }, say(question), yes, no);
    no.addEventListener("click", () => { asked.replaceWith(first); first.focus(); });
    first.replaceWith(asked);
    yes.focus();
  });
  return first;
}

function guarded(then) {
  return async () => {
    try {
      await then();
    } catch (error) {
      failed(error, document.getElementById("known-body"));
    }
  };
}

async function takeAlong() {
  const all = await call("GET", "v1/memory/export");
  const address = URL.createObjectURL(new Blob([JSON.stringify(all, null, 2)], { type: "application/json" }));
  el("a", { href: address, download: "palate.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address));
}
