"use strict";
// Finds, filters, orders and copies what the page holds. Everything can be read without it.
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const list = $("list");
  copying();
  if (!list || !$("search")) return;

  const articles = all("article.claim").map((article, index) => ({
    article, index,
    section: article.parentElement,
    part: article.parentElement.dataset.part,
    answers: all(".answer", article),
  }));
  const sections = all("section.part", list);
  const flat = list.appendChild(document.createElement("section"));
  const chips = all(".chip");
  const state = { q: "", verdict: "", part: "", evidence: "", order: "" };
  let anchor = "";

  // ---- the state of the page and its address: #anchor?q=...&verdict=...
  function read() {
    const hash = location.hash.slice(1);
    const at = hash.indexOf("?");
    anchor = at < 0 ? hash : hash.slice(0, at);
    const found = new URLSearchParams(at < 0 ? "" : hash.slice(at + 1));
    for (const key of Object.keys(state)) state[key] = found.get(key) || "";
  }

  function address() {
    const found = new URLSearchParams();
    for (const [key, value] of Object.entries(state)) if (value) found.set(key, value);
    const query = found.toString();
    return "#" + anchor + (query && "?" + query);
  }

  function write() {
    history.replaceState(null, "", address() === "#" ? location.href.split("#")[0] : address());
  }

  function show() {
    // A blank at the end of what is being typed is the start of the next word.
    if ($("search").value.trim() !== state.q) $("search").value = state.q;
    for (const key of ["part", "evidence", "order"]) {
      $(key).value = state[key];
      if ($(key).selectedIndex < 0) { $(key).value = state[key] = ""; }
    }
    const wanted = verdicts();
    for (const chip of chips) chip.setAttribute("aria-pressed", wanted.has(chip.dataset.verdict));
  }

  const verdicts = () => new Set(state.verdict.split(",").filter(Boolean));

  // ---- which answers are shown
  // x_1 is found by that name, though the page lowers the 1.
  const plain = (words) => words.toLowerCase().replace(/[_^{}]/g, "");

  function text(entry) {
    entry.text ??= plain(entry.article.textContent);
    return entry.text;
  }

  function filter() {
    const wanted = verdicts();
    const words = plain(state.q).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of articles) {
      const matches = (!state.part || entry.part === state.part)
        && words.every((word) => text(entry).includes(word));
      let some = entry.answers.length === 0 && !wanted.size && !state.evidence;
      for (const answer of entry.answers) {
        const good = matches && (!wanted.size || wanted.has(answer.dataset.verdict))
          && (!state.evidence || answer.dataset.evidence === state.evidence);
        answer.hidden = !good;
        some ||= good;
        shown += good;
      }
      entry.article.hidden = !(matches && some);
    }
    for (const section of sections) {
      section.hidden = Boolean(state.order) || !section.querySelector("article:not([hidden])");
    }
    const total = articles.reduce((sum, entry) => sum + entry.answers.length, 0);
    $("found").textContent = shown === total ? `${total} answers` : `${shown} of ${total} answers`;
  }

  // ---- their order: rows are moved, never made again
  function key(entry) {
    const numbers = entry.answers.map((a) => parseFloat(a.dataset[state.order]))
      .filter((number) => !Number.isNaN(number));
    if (!numbers.length) return Infinity;
    return state.order === "margin" ? Math.min(...numbers) : -Math.max(...numbers);
  }

  let ordered = "";
  function order() {
    if (state.order === ordered) return;
    ordered = state.order;
    if (!ordered) {
      for (const entry of articles) entry.section.append(entry.article);
      return;
    }
    const ranked = articles.map((entry) => [key(entry), entry]);
    ranked.sort(([a, one], [b, other]) => (a === b ? one.index - other.index : a < b ? -1 : 1));
    flat.append(...ranked.map(([, entry]) => entry.article));
  }

  function update() {
    show();
    order();
    filter();
    write();
  }

  // ---- links to one claim
  function reveal() {
    for (const old of all(".target")) old.classList.remove("target");
    const target = anchor && $(anchor);
    if (!target) return;
    if (target.closest("[hidden]")) {
      for (const name of ["q", "verdict", "part", "evidence"]) state[name] = "";
      if (target.closest("section.part[hidden]") && target.tagName === "H2") state.order = "";
      update();
    }
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.classList.add("target");
    target.scrollIntoView();
  }

  function visible() {
    const shown = articles.filter((entry) => !entry.article.hidden).map((e) => e.article);
    return ordered ? all("article", flat).filter((a) => !a.hidden) : shown;
  }

  function step(by) {
    const shown = visible();
    const at = shown.indexOf(document.activeElement?.closest("article"));
    const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
    if (!next) return;
    next.querySelector("h3 a").focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }

  function set(changes) {
    Object.assign(state, changes);
    update();
  }

  // ---- what the reader does
  let waiting = 0;
  $("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => set({ q: event.target.value.trim() }), 80);
  });
  for (const name of ["part", "evidence", "order"]) {
    $(name).addEventListener("change", (event) => set({ [name]: event.target.value }));
  }
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      const wanted = verdicts();
      if (!wanted.delete(chip.dataset.verdict)) wanted.add(chip.dataset.verdict);
      set({ verdict: [...wanted].join(",") });
    });
  }
  for (const segment of all("a.seg")) {
    segment.addEventListener("click", (event) => {
      event.preventDefault();
      const { verdict, part } = segment.dataset;
      anchor = segment.getAttribute("href").slice(1);
      set({ q: "", evidence: "", order: "", verdict, part });
      $(anchor).scrollIntoView();
    });
  }
  const clear = () => set({ q: "", verdict: "", part: "", evidence: "", order: "" });
  $("clear").addEventListener("click", clear);
  $("help").addEventListener("click", () => $("keys").showModal());
  $("close").addEventListener("click", () => $("keys").close());
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || link.matches(".seg") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    anchor = link.getAttribute("href").slice(1);
    history.pushState(null, "", address());
    reveal();
  });
  addEventListener("hashchange", () => { read(); update(); reveal(); });
  addEventListener("popstate", () => { read(); update(); reveal(); });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
    const typing = event.target.matches?.("input, select, textarea");
    if (event.key === "Escape") {
      if (typing) event.target.blur();
      else clear();
      return;
    }
    if (typing) return;
    const article = event.target.closest?.("article");
    if (event.key === "/") $("search").focus();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "?") $("keys").showModal();
    else if (event.key === "Enter" && article && event.target.matches("h3 a")) {
      const folds = all("details", article);
      const open = folds.some((fold) => !fold.open);
      for (const fold of folds) fold.open = open;
      return; // the link itself is followed too
    } else return;
    event.preventDefault();
  });

  const tools = document.querySelector(".tools");
  tools.hidden = false;
  // What a link leads to must not end up under the tools, however many lines they take.
  new ResizeObserver(() => {
    const sticky = getComputedStyle(tools).position === "sticky";
    document.documentElement.style.scrollPaddingTop = sticky ? `${tools.offsetHeight}px` : "";
  }).observe(tools);
  document.documentElement.style.scrollPaddingTop = `${tools.offsetHeight}px`;
  read();
  update();
  reveal();

  // ---- copying
  function copying() {
    document.addEventListener("click", async (event) => {
      const button = event.target.closest?.("button.copies");
      if (!button) return;
      const done = await copied(source(button));
      button.dataset.says = done ? "copied" : "not copied";
      setTimeout(() => { button.dataset.says = button.dataset.name; }, 1500);
    });
    for (const code of all(".copy")) code.after(button("copy", "Copy " + code.textContent.slice(0, 60)));
    for (const shown of all(".claim .statement")) {
      if (shown.querySelector("annotation")) shown.before(button("LaTeX", "Copy the LaTeX of this formula"));
    }
    for (const link of all(".claim h3 a")) {
      link.parentElement.after(button("link", "Copy a link to this assertion"));
    }
  }

  function button(name, says) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copies";
    made.dataset.says = made.dataset.name = name; // shown by the style: a search is not to find it
    made.setAttribute("aria-label", says);
    return made;
  }

  function source(button) {
    if (button.dataset.name === "LaTeX") {
      return button.nextElementSibling.querySelector("annotation").textContent;
    }
    const before = button.previousElementSibling;
    const link = before.querySelector("a[href^='#claim-']");
    return link ? location.href.split("#")[0] + link.getAttribute("href") : before.textContent;
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }
})();
