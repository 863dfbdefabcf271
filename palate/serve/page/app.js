// The page: a conversation, its items, and what is known of the person.

import { Refused, Unreachable, call, onKeyWanted, turn, whole } from "./api.js";
import { card } from "./cards.js";
import { el, icon } from "./dom.js";
import { onForgotten, showKnown } from "./known.js";
import { timeline } from "./timeline.js";
import { date, language, say, speak } from "./words.js";

const byId = (id) => document.getElementById(id);
const log = byId("log");
const box = byId("say");
const wide = matchMedia("(min-width: 1100px)");
let about = null;
let session = localStorage.getItem("palate.session");
let asking = false;

function dress() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-say]")) {
    node.replaceChildren(...(node.dataset.icon ? [icon(node.dataset.icon)] : []), el("span", {}, say(node.dataset.say)));
    if (node.tagName === "BUTTON") {
      node.setAttribute("aria-label", say(node.dataset.say));
      node.title = say(node.dataset.say);
    }
  }
  for (const node of document.querySelectorAll("[data-label]")) {
    node.replaceChildren(icon(node.dataset.icon));
    node.setAttribute("aria-label", say(node.dataset.label));
    node.title = say(node.dataset.label);
  }
  for (const node of document.querySelectorAll("[data-group]")) node.setAttribute("aria-label", say(node.dataset.group));
  byId("language").textContent = say("other");
  byId("language").lang = language === "en" ? "zh" : "en";
  if (!about) return;
  byId("about").textContent = say("about", about.name, about.items, about.noun);
  byId("fine").textContent = about.simulated ? say("simulated") : "";
  box.placeholder = say("placeholder", about.noun);
}

function theme(wanted) {
  if (wanted) localStorage.setItem("palate.theme", wanted);
  const chosen = localStorage.getItem("palate.theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function welcome() {
  log.replaceChildren(el("div", { class: "welcome" },
    el("h2", {}, say("welcome", about.noun)), el("p", {}, say("welcomeMore")),
    about.suggestions.length ? el("p", { class: "tries" }, el("span", {}, say("tries")),
      about.suggestions.map((words) => el("button", { type: "button", class: "chip", onclick: () => ask(words) }, words))) : null));
}

// What the request asks for by now: a chip each, which takes it back.
function showConstraints(state) {
  const row = byId("constraints");
  const chips = (state?.constraints ?? []).map((each) => el("button", { type: "button", class: "chip constraint",
    title: each.quote, "aria-label": say("withdraw", each.text), onclick: () => withdraw(each.key) },
  el("span", {}, each.text), icon("close")));
  row.replaceChildren(...chips);
  row.hidden = !chips.length;
}

function withdraw(key) {
  return guarded(async () => showConstraints(await call("POST", "v1/withdraw", { key, session })));
}

function keep(name) {
  session = name;
  if (name) localStorage.setItem("palate.session", name);
  else localStorage.removeItem("palate.session");
}

async function openSession(name) {
  keep(name);
  showConstraints(null);
  if (!name) return welcome();
  try {
    const talk = await whole(`v1/sessions/${encodeURIComponent(name)}?trace=true`);
    showConstraints(talk.state);
    if (!talk.turns.length) return welcome();
    log.setAttribute("aria-busy", "true");  // what was said before is not read out again
    log.replaceChildren(...talk.turns.flatMap((each) => [said(each.message), answer(each.reply)]));
    await showKnown();
    log.removeAttribute("aria-busy");
    scrollTo({ top: document.body.scrollHeight });
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error;
    keep(null);
    welcome();
  }
}

function said(message) {
  return el("article", { class: "said" }, el("span", { class: "unseen" }, say("you")), el("p", {}, message));
}

function answer(reply) {
  const words = spoken(reply).map((line) => el("p", {}, line));
  const given = reply.question?.options ?? [];
  const options = given.length === 1 ? [say("right"), say("notRight")] : given;
  return el("article", { class: `answer ${reply.act}` }, words,
    reply.items.length ? el("ol", { class: "cards" }, reply.items.map((item, n) => card(item, n + 1, about, acts))) : null,
    options.length ? el("p", { class: "options" },
      options.map((words) => el("button", { type: "button", class: "chip", onclick: () => ask(words) }, words))) : null,
    changed(reply.memory_changes ?? []),
    reply.trace ? timeline(reply.trace) : null);
}

// What the reply wrote to memory; only the last reply's can be undone, which the style sheet sees to.
function changed(changes) {
  if (!changes.length) return null;
  const written = changes.some((each) => each.kind !== "withdrawn");
  return el("p", { class: "memory" }, changes.map((each) => say(each.kind === "withdrawn" ? "forgotten" : "remembered", each.text)).join(" · "),
    written ? el("button", { type: "button", class: "chip", onclick: () => ask(say("undoWords")) }, say("undo")) : null);
}

// The lines of a reply but for those that a card says better.
function spoken(reply) {
  const titles = reply.items.map((item) => item.title);
  return reply.text.split("\n").filter((line) => {
    const found = /^\d+\. *《?(.*)$/.exec(line);
    return line && !(found && titles.some((title) => found[1].startsWith(title)));
  });
}

async function ask(message) {
  if (asking || !message.trim()) return;
  asking = true;
  log.querySelector(".welcome")?.remove();
  log.querySelectorAll(".failure").forEach((node) => node.remove());
  const mine = said(message);
  const steps = el("ul", { class: "steps" });
  const waiting = el("article", { class: "answer waiting" }, el("p", { class: "working" }, say("working")), steps);
  log.append(mine, waiting);
  box.value = "";
  grow();
  mine.scrollIntoView({ block: "start" });
  try {
    session ?? keep((await call("POST", "v1/sessions")).session);
    await follow(message, waiting, steps, mine);
  } catch (error) {
    waiting.remove();
    mine.remove();
    return failed(error, log, message);
  } finally {
    asking = false;
  }
  await guarded(showKnown, byId("known-body"));
}

async function follow(message, waiting, steps, mine) {
  for await (const event of turn(message, session)) {
    if (event.kind === "step") {
      steps.querySelector(".now")?.classList.remove("now");
      steps.append(el("li", { class: "now" }, event.data.text));
    } else if (event.kind === "reply") {
      waiting.replaceWith(answer(event.data));
      showConstraints(event.data.state);
      mine.scrollIntoView({ block: "start" });
      return;
    } else throw new Refused(event.data.status, event.data.detail, 1);
  }
  throw new Unreachable("the stream ended early");
}

// Says kindly that something failed, and lets the message be said again.
function failed(error, where, message) {
  if (message && error instanceof Refused && error.status === 404) keep(null);
  if (!(error instanceof Refused || error instanceof Unreachable)) console.error(error);
  const told = error instanceof Unreachable ? say("dead") : !(error instanceof Refused) ? say("broken") : error.status === 429 ? say("busy", error.wait)
    : error.status >= 500 ? say("wrong") : error.message;
  where.querySelector(".failure")?.remove();
  const again = message && el("button", { type: "button", class: "main", onclick: () => resume(message) }, say("retry"));
  where.append(el("div", { class: "failure", role: "alert" }, el("p", {}, told),
    message ? el("blockquote", {}, message) : null, again));
  where.lastChild.scrollIntoView({ block: "end" });
}

// A turn that was cut off may have been kept: look before it is said again.
async function resume(message) {
  const known = log.querySelectorAll(".said").length;
  try {
    if (session) {
      const talk = await whole(`v1/sessions/${encodeURIComponent(session)}`).catch((error) => {
        if (error instanceof Refused && error.status === 404) return { turns: [] };
        throw error;
      });
      if (talk.turns.length > known && talk.turns.at(-1).message === message.trim()) return await openSession(session);
    }
  } catch (error) {
    return failed(error, log, message);
  }
  return ask(message);
}

async function note(path, body, node) {
  await guarded(async () => {
    await call("POST", path, { ...body, session });
    await showKnown();
  }, node.closest(".card-body"));
}

function opinion(value) {
  return (item, node) => {
    const given = node.getAttribute("aria-pressed") === "true";
    return note("v1/feedback", { item: item.id, value: given ? 0 : value }, node);
  };
}
const acts = {
  like: opinion(1),
  dislike: opinion(-1),
  seen: (item, node) => note("v1/feedback", { item: item.id, seen: true }, node),
  more: (item) => ask(say("moreLike", item.title)),
  take: (item, node) => note("v1/commit", { item: item.id }, node),
};

async function showTalks() {
  const talks = await call("GET", "v1/sessions");
  byId("talks-body").replaceChildren(talks.length ? el("ul", { class: "talks" }, talks.map((talk) => el("li", {},
    el("button", { type: "button", class: talk.session === session ? "talk here" : "talk",
      onclick: async () => { byId("talks").close(); await openSession(talk.session); } },
    el("strong", {}, talk.first || say("untitled")), el("small", {}, `${say("turns", talk.turns)} · ${date(talk.time)}`)),
    el("button", { type: "button", class: "quiet", "aria-label": `${say("erase")}: ${talk.first}`,
      onclick: async () => {
        await call("DELETE", `v1/sessions/${encodeURIComponent(talk.session)}`);
        if (talk.session === session) await openSession(null);
        await showTalks();
      } }, icon("erase"))))) : el("p", { class: "note" }, say("noTalks")));
}

async function openKnown() {
  const dialog = byId("known");
  if (dialog.open) return dialog.close();
  if (wide.matches) dialog.show();
  else dialog.showModal();
  return guarded(showKnown, byId("known-body"));
}

async function guarded(then, where = log) {
  try {
    await then();
  } catch (error) {
    failed(error, where);
  }
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
}

function wire() {
  byId("ask").addEventListener("submit", (event) => { event.preventDefault(); ask(box.value); });
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    ask(box.value);
  });
  byId("fresh").addEventListener("click", () => guarded(async () => { await openSession(null); box.focus(); }));
  byId("open-talks").addEventListener("click", () => { byId("talks").showModal(); guarded(showTalks, byId("talks-body")); });
  byId("open-known").addEventListener("click", openKnown);
  for (const button of document.querySelectorAll("dialog .close")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
  byId("theme").addEventListener("click", () => theme(isDark() ? "light" : "dark"));
  byId("language").addEventListener("click", () => guarded(async () => {
    speak(language === "en" ? "zh" : "en");
    dress();
    await openSession(session);
    await showKnown();
  }));
  // The turns that told of what was erased are gone as well.
  onForgotten(async (all) => { await openSession(all ? null : session); await showKnown(); }, failed);
  wide.addEventListener("change", () => byId("known").close());
}

onKeyWanted((refused) => new Promise((resolve) => {
  const dialog = byId("key");
  byId("key-refused").hidden = !refused;
  if (!dialog.open) dialog.showModal();
  dialog.addEventListener("close", () => { resolve(byId("key-text").value.trim()); byId("key-text").value = ""; }, { once: true });
}));

async function start() {
  try {
    about = await call("GET", "v1/catalog");
    dress();
    await openSession(session);
    if (wide.matches) {
      await openKnown();
      box.focus({ preventScroll: true });
    }
  } catch (error) {
    failed(error, log);
    log.lastChild.append(el("button", { type: "button", class: "main", onclick: () => { log.replaceChildren(); start(); } }, say("retry")));
  }
}

theme();
dress();
wire();
start();
