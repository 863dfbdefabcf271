for (const suite of document.querySelectorAll("section.suite")) {
  const tag = suite.querySelector("select.by-tag");
  const who = suite.querySelector("select.by-contestant");
  const words = suite.querySelector("input.by-words");
  const count = suite.querySelector(".shown");
  const talks = [...suite.querySelectorAll("details.talk")];
  const show = () => {
    for (const view of suite.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== (tag ? tag.value : "");
    const sought = words.value.trim().toLowerCase();
    let shown = 0;
    for (const talk of talks) {
      const fits = (!tag || !tag.value || JSON.parse(talk.dataset.tags).includes(tag.value))
        && (!who.value || talk.dataset.contestant === who.value)
        && (!sought || talk.textContent.toLowerCase().includes(sought));
      talk.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} of ${talks.length} shown`;
  };
  for (const each of [tag, who, words]) if (each) each.addEventListener("input", show);
  show();
}
