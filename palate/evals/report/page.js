const make = (tag, name, ...children) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...children);
  return made;
};

async function unpacked(element) {
  const bytes = Uint8Array.from(atob(element.textContent), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

function turnOf([message, act, ms, text, trace, note], lines) {
  const parts = [make("div", "said", lines[message])];
  if (text.length) {
    const reply = make("div", "reply", make("div", "text", text.map((line) => lines[line]).join("\n")));
    reply.append(make("div", "act", `${lines[act]} · ${ms} ms`));
    if (trace.length) {
      const rows = trace.map(([what, args, ...came]) => {
        const row = make("li", "", make("b", "", lines[what]), " ");
        if (lines[args]) row.append(make("code", "", lines[args]), " ");
        row.append(came.map((line) => lines[line]).join("; "));
        return row;
      });
      reply.append(make("details", "trace", make("summary", "", "trace"), make("ul", "", ...rows)));
    }
    parts.push(reply);
  }
  if (lines[note]) parts.push(make("div", "remark", lines[note]));
  return parts;
}

function talkOf(talk, { cases, lines }) {
  const [number, who, repeat, note, scores, turns] = talk;
  const [id, tags, data] = cases[number];
  const name = lines[who] + (repeat ? ` · repeat ${repeat}` : "");
  const summary = make("summary", "", make("span", "id", lines[id]), make("span", "who", name), make("span", "why", lines[note]));
  const made = make("details", "talk", summary);
  made.addEventListener("toggle", () => {
    if (made.querySelector(".turns")) return;
    const body = make("div", "turns", ...turns.flatMap((turn) => turnOf(turn, lines)));
    if (!turns.length) body.append(make("div", "remark", lines[note]));
    body.append(make("div", "small", ...tags.map((tag) => make("span", "tag", lines[tag])), scores.map((each) => lines[each]).join(" · ")));
    body.append(make("details", "trace", make("summary", "", "case"), make("code", "", lines[data])));
    made.append(body);
  }, { once: true });
  return made;
}

const numbersIn = (value) => (Array.isArray(value) ? value.flatMap(numbersIn) : [value]);

async function readTalks(suite) {
  const source = suite.querySelector("script.talks");
  if (!source) return;
  const [tag, who, words, count, list, more] = [".of-tag", ".by-contestant", ".by-words", ".shown", ".talks-list", ".more"].map((name) => suite.querySelector(name));
  const data = await unpacked(source).catch(() => null);
  if (!data) {
    count.textContent = "This browser cannot unpack them (it lacks DecompressionStream); they are in outcomes.jsonl.";
    return;
  }
  const step = 40;
  let fitting = [], shown = 0;
  const showMore = () => {
    list.append(...fitting.slice(shown, shown + step).map((talk) => talkOf(talk, data)));
    shown = Math.min(fitting.length, shown + step);
    more.hidden = shown >= fitting.length;
    more.textContent = `Show ${Math.min(step, fitting.length - shown)} more`;
  };
  const show = () => {
    const sought = words.value.trim().toLowerCase();
    const found = new Set(sought ? data.lines.flatMap((line, place) => (line.toLowerCase().includes(sought) ? [place] : [])) : []);
    const says = ([number, , , note, , turns]) => found.has(data.cases[number][0]) || found.has(note)
      || turns.some(([message, , , text, trace, remark]) => numbersIn([message, text, trace, remark]).some((line) => found.has(line)));
    fitting = data.talks.filter((talk) => (!who.value || data.lines[talk[1]] === who.value)
      && (!tag || !tag.value || data.cases[talk[0]][1].some((each) => data.lines[each] === tag.value))
      && (!sought || says(talk)));
    count.textContent = `${fitting.length.toLocaleString("en")} of ${data.talks.length.toLocaleString("en")}`;
    list.replaceChildren();
    shown = 0;
    showMore();
  };
  more.addEventListener("click", showMore);
  for (const each of [tag, who, words]) if (each) each.addEventListener("input", show);
  show();
}

for (const suite of document.querySelectorAll("section.suite")) {
  const tag = suite.querySelector("select.by-tag");
  if (tag) tag.addEventListener("input", () => {
    for (const view of suite.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== tag.value;
  });
  readTalks(suite);
}
