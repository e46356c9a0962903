"use strict";
// Finds, filters and orders what the page holds. Everything can be read without it.
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const list = $("list");
  scrollers();
  if (!list || !$("search")) return;

  const articles = all("article.claim").map((article, index) => ({
    article, index,
    section: article.parentElement,
    part: article.parentElement.dataset.part,
    id: article.querySelector("header .id").textContent,
    answers: all(".answer", article),
  }));
  const sections = all("section.part", list);
  const flat = list.appendChild(document.createElement("section"));
  const chips = all(".chip");
  const state = { q: "", verdict: "", part: "", evidence: "", order: "", view: "" };
  const FILTERS = { q: "", verdict: "", part: "", evidence: "" };
  const total = articles.reduce((sum, entry) => sum + entry.answers.length, 0);
  let anchor = "";

  // ---- the state of the page and its address: #anchor?q=...&verdict=...
  function read() {
    const hash = location.hash.slice(1);
    const at = hash.indexOf("?");
    anchor = decoded(at < 0 ? hash : hash.slice(0, at));
    const found = new URLSearchParams(at < 0 ? "" : hash.slice(at + 1));
    for (const key of Object.keys(state)) state[key] = found.get(key) || "";
    tell([...unknown(), ...lost()]);
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  // What leads nowhere is said: an older link may name what this run has not.
  function* unknown() {
    const known = {
      part: all("option", $("part")).map((option) => option.value),
      evidence: all("option", $("evidence")).map((option) => option.value),
      order: Object.keys(KEYS).flatMap((name) => [name, "-" + name]),
      view: ["table"],
    };
    for (const [key, values] of Object.entries(known)) {
      if (state[key] && !values.includes(state[key])) {
        yield `There is no ${key} “${state[key]}” here.`;
        state[key] = "";
      }
    }
    const shown = new Set(chips.map((chip) => chip.dataset.verdict));
    for (const verdict of verdicts()) {
      if (!shown.has(verdict)) yield `No answer here is “${verdict}”.`;
    }
    state.verdict = [...verdicts()].filter((verdict) => shown.has(verdict)).join(",");
  }

  function* lost() {
    if (!anchor || target()) return;
    yield `Nothing on this page is called “${anchor}”: it may be of another run.`;
    anchor = "";
  }

  function tell(lines) {
    $("stale").textContent = lines.join(" ");
    $("stale").hidden = !lines.length;
  }

  // A claim's id alone leads to it, too.
  function target() {
    const found = anchor && ($(anchor) || articles.find((entry) => entry.id === anchor)?.article);
    if (found) anchor = found.id;
    return found;
  }

  function address() {
    const found = new URLSearchParams();
    for (const [key, value] of Object.entries(state)) if (value) found.set(key, value);
    const query = found.toString();
    return "#" + anchor + (query && "?" + query);
  }

  // What a reader chose is a step that Back takes back; what was typed is one together.
  let seen = location.hash;
  function write(step) {
    const wanted = address() === "#" ? "" : address();
    if (wanted === location.hash) return;
    history[step ? "pushState" : "replaceState"](null, "", location.href.split("#")[0] + wanted);
    seen = location.hash;
  }

  function show() {
    // A blank at the end of what is being typed is the start of the next word.
    if ($("search").value.trim() !== state.q) $("search").value = state.q;
    for (const key of ["part", "evidence"]) $(key).value = state[key];
    $("order").value = state.order.replace("-", "");
    const wanted = verdicts();
    for (const chip of chips) chip.setAttribute("aria-pressed", wanted.has(chip.dataset.verdict));
    $("as-table").setAttribute("aria-pressed", state.view === "table");
  }

  const verdicts = () => new Set(state.verdict.split(",").filter(Boolean));

  // ---- which answers are shown
  // x_1 is found by that name, though the page lowers the 1.
  const plain = (words) => words.toLowerCase().replace(/[_^{}]/g, "");
  // What a claim is called, its id and its formulas; not how it was run or decided.
  const SAID = "header h3, header .tag, .given, .reading, .filling, .statement, .source .copy:not(.command)";

  function text(entry) {
    entry.text ??= plain(all(SAID, entry.article).filter((e) => !e.closest(".repair, .readings"))
      .map((e) => e.textContent).join(" "));
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
    const says = shown === total ? `${total} answers` : `${shown} of ${total} answers`;
    $("found").textContent = says;
    $("printed").textContent = shown === total ? "" : `Printed: ${says}, as they were searched for.`;
  }

  // ---- their order, by what is shown: rows are moved, never made again
  const VERDICTS = ["crashed", "missing", "error", "ambiguous", "inconclusive", "refuted",
    "ill-typed", "unanswered", "held"];
  const WORTH = ["circular", "worthless", "loose", "of the same order", "tight"];
  const rank = (values, value) => (values.includes(value) ? values.indexOf(value) : NaN);
  const KEYS = {
    claim: (answer) => answer.at,
    points: (answer) => parseFloat(answer.dataset.points),
    verdict: (answer) => rank(VERDICTS, answer.dataset.verdict),
    worth: (answer) => rank(WORTH, answer.dataset.worth),
    margin: (answer) => parseFloat(answer.dataset.margin),
    bound: (answer) => -parseFloat(answer.dataset.bound),
    seconds: (answer) => -parseFloat(answer.dataset.seconds),
  };

  function ranked(items, answers) {
    const name = state.order.replace("-", "") || "claim";
    const sign = state.order.startsWith("-") ? -1 : 1;
    const keyed = items.map((item, index) => {
      const keys = answers(item).map(KEYS[name]).filter((key) => !Number.isNaN(key));
      // What has none comes last, whichever way the others are.
      return [keys.length ? Math.min(...keys.map((key) => sign * key)) : Infinity, index, item];
    });
    return keyed.sort(([a, i], [b, j]) => (a === b ? i - j : a < b ? -1 : 1)).map((one) => one[2]);
  }

  let laid = null;
  function order() {
    const wanted = state.order
      ? ranked(articles, (entry) => entry.answers.filter((answer) => !answer.hidden)) : articles;
    const said = state.order && wanted.map((entry) => entry.index).join();
    if (said === laid || (laid === null && !state.order)) return;
    laid = said;
    if (state.order) flat.append(...wanted.map((entry) => entry.article));
    else for (const entry of articles) entry.section.append(entry.article);
  }

  function fold() {
    for (const section of sections) section.hidden = !section.querySelector("article:not([hidden])");
  }

  // ---- all answers as a table, made when it is first asked for
  const COLUMNS = { claim: "Claim", verdict: "Verdict", points: "Points", worth: "Worth",
    margin: "Smallest margin", bound: "False at most", seconds: "Time" };
  if (!document.querySelector(".answer[data-points]")) delete COLUMNS.points;
  let rows = null;

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function made() {
    // As blocks, in a narrow window, the parts of a table would not be known for what they are.
    $("table").setAttribute("role", "table");
    const head = $("table").createTHead().insertRow();
    head.parentElement.setAttribute("role", "rowgroup");
    head.setAttribute("role", "row");
    for (const [name, says] of Object.entries(COLUMNS)) {
      const cell = head.appendChild(element("th", "", { scope: "col", role: "columnheader" }));
      const sort = cell.appendChild(element("button", says, { type: "button" }));
      sort.addEventListener("click", () => {
        set({ order: state.order === name || (name === "claim" && !state.order) ? "-" + name : name });
      });
    }
    const body = $("table").createTBody();
    body.setAttribute("role", "rowgroup");
    return articles.flatMap((entry) => entry.answers.map((answer) => {
      return { answer, row: body.appendChild(tabled(entry, answer)), more: null };
    }));
  }

  const number = (text) => String(parseFloat(parseFloat(text).toPrecision(3))).replace("-", "−");

  function tabled(entry, answer) {
    const row = element("tr", "", { role: "row" });
    const { verdict, points, most, worth, margin, bound, seconds } = answer.dataset;
    const title = row.appendChild(element("th", "", { scope: "row", role: "rowheader" }));
    const unfold = title.appendChild(element("button", "", { type: "button", "aria-expanded": "false",
      "aria-label": `Show ${entry.id}`, class: "unfold" }));
    unfold.dataset.of = answer.id;
    const link = title.appendChild(element("a", "", { href: "#" + answer.id }));
    link.append(...entry.article.querySelector("h3 a").cloneNode(true).childNodes);
    title.append(" ", element("span", entry.id, { class: "id quiet" }));
    const label = answer.querySelector(".reading b");
    if (label) title.append(" ", element("b", label.textContent));
    const mark = answer.querySelector(".verdict .mark");
    const cell = row.appendChild(element("td", "", { class: verdict, role: "cell" }));
    cell.append(...(mark ? [mark.cloneNode(true), " "] : []), verdict);
    const says = {
      points: points && `${number(points)} of ${number(most)}`, worth,
      margin: margin && number(margin), bound: bound && number(100 * bound) + " %",
      seconds: number(seconds) + " s",
    };
    for (const [name, of] of Object.entries(COLUMNS)) {
      if (name === "claim" || name === "verdict") continue;
      const known = { role: "cell", "data-of": of, class: says[name] ? "" : "none" };
      row.append(element("td", says[name] || "–", known));
    }
    return row;
  }

  function unfold(button) {
    const found = rows.find((one) => one.answer.id === button.dataset.of);
    if (found.more) {
      found.more.remove();
      found.more = null;
    } else {
      found.more = element("tr", "", { class: "more", role: "row" });
      const shown = found.answer.querySelector(".text").cloneNode(true);
      for (const one of all("[id]", shown)) one.removeAttribute("id");
      found.more.appendChild(element("td", "", {
        colspan: Object.keys(COLUMNS).length, role: "cell",
      })).append(shown);
      found.row.after(found.more);
    }
    button.setAttribute("aria-expanded", Boolean(found.more));
  }

  function table() {
    const on = state.view === "table";
    list.hidden = on;
    $("tabled").hidden = !on;
    if (!on) return;
    rows ??= made();
    const name = state.order.replace("-", "") || "claim";
    const falls = (name === "bound" || name === "seconds") !== state.order.startsWith("-");
    all("thead th", $("table")).forEach((cell, index) => {
      if (Object.keys(COLUMNS)[index] !== name) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", falls ? "descending" : "ascending");
    });
    const body = $("table").tBodies[0];
    body.append(...ranked(rows, (one) => [one.answer]).flatMap((one) => {
      one.row.hidden = one.answer.hidden;
      if (one.more) one.more.hidden = one.answer.hidden;
      return one.more ? [one.row, one.more] : [one.row];
    }));
  }

  function update(step) {
    show();
    filter();
    order();
    fold();
    table();
    write(step);
  }

  // ---- links to one claim
  function reveal() {
    for (const old of all(".target")) old.classList.remove("target");
    const found = target();
    if (!found) return;
    if (found.closest("[hidden]")) {
      Object.assign(state, FILTERS);
      if (list.contains(found)) state.view = "";
      if (found.closest("section.part") && found.tagName === "H2") state.order = "";
      update(false);
    }
    if (found.tagName === "ARTICLE") {
      const folds = all(".others", found);
      if (!found.querySelector(".answer")) for (const fold of folds) fold.open = true;
    }
    for (let at = found; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    found.classList.add("target");
    // The next Tab goes on from here.
    if (!found.matches("a, button, input, select, [tabindex]")) found.tabIndex = -1;
    found.focus({ preventScroll: true });
    found.scrollIntoView();
  }

  function visible() {
    return all("article.claim", list).filter((article) => !article.closest("[hidden]"));
  }

  // From the claim with the focus, or else from where the reader has scrolled to.
  function step(by) {
    const shown = visible();
    const top = tools.getBoundingClientRect().bottom;
    const box = (article) => article.getBoundingClientRect();
    const at = shown.indexOf(document.activeElement?.closest("article"));
    const inView = at >= 0 && box(shown[at]).bottom > 0 && box(shown[at]).top < innerHeight;
    const next = inView ? shown[at + by] : by > 0
      ? shown.find((article) => box(article).top > top + 12)
      : shown.findLast((article) => box(article).top < top - 12);
    if (!next) return;
    next.querySelector("h3 a").focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }

  function set(changes) {
    Object.assign(state, changes);
    tell([]);
    update(true);
    look();
  }

  // What was asked for comes into sight, where nothing of it is.
  function look() {
    const shown = state.view ? $("tabled") : list;
    const asked = state.view || Object.keys(FILTERS).some((key) => state[key]);
    if (asked && shown.getBoundingClientRect().top > innerHeight - 80) $("answers").scrollIntoView();
  }

  // ---- what the reader does
  let waiting = 0, typed = false;
  $("search").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      state.q = event.target.value.trim();
      update(!typed);
      look();
      typed = true;
    }, 80);
  });
  $("search").addEventListener("blur", () => { typed = false; });
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
  for (const segment of all("a[data-verdict]")) {
    segment.addEventListener("click", (event) => {
      event.preventDefault();
      const { verdict, part } = segment.dataset;
      anchor = segment.getAttribute("href").slice(1);
      set({ ...FILTERS, order: "", verdict, part: part ?? "" });
      reveal();
    });
  }
  $("filter").addEventListener("click", () => {
    const open = tools.classList.toggle("open");
    $("filter").setAttribute("aria-expanded", open);
  });
  const clear = () => set({ ...FILTERS, order: "" });
  $("clear").addEventListener("click", clear);
  $("as-table").addEventListener("click", () => set({ view: state.view ? "" : "table" }));
  $("unfold").addEventListener("click", () => {
    const folds = all("details", list).filter((fold) => !fold.closest("[hidden]"));
    const open = folds.some((fold) => !fold.open);
    for (const fold of folds) fold.open = open;
  });
  $("table").addEventListener("click", (event) => {
    const button = event.target.closest(".unfold");
    if (button) unfold(button);
  });
  $("help").addEventListener("click", () => $("keys").showModal());
  $("close").addEventListener("click", () => $("keys").close());
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || link.dataset.verdict || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    anchor = link.getAttribute("href").slice(1);
    tell([]);
    if (link.closest("#tabled")) state.view = "";
    update(true);
    reveal();
  });
  // Both tell of one step; it is gone once.
  function visit() {
    if (location.hash === seen) return;
    seen = location.hash;
    const before = anchor;
    read();
    update(false);
    if (anchor && anchor !== before) reveal();
  }
  addEventListener("hashchange", visit);
  addEventListener("popstate", visit);
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

  // On paper nothing scrolls: what is wider than a page is set smaller there.
  const PAPER = 620;
  addEventListener("beforeprint", () => {
    for (const math of all("main math")) {
      const width = math.checkVisibility() ? math.getBoundingClientRect().width : 0;
      if (width > PAPER) math.style.setProperty("--shrunk", (PAPER / width).toFixed(3));
    }
  });

  const tools = document.querySelector(".tools");
  tools.hidden = false;
  // What a link leads to must not end up under the tools, however many lines they take.
  new ResizeObserver(() => {
    const sticky = getComputedStyle(tools).position === "sticky";
    document.documentElement.style.scrollPaddingTop = sticky ? `${tools.offsetHeight}px` : "";
  }).observe(tools);
  document.documentElement.style.scrollPaddingTop = `${tools.offsetHeight}px`;
  articles.flatMap((entry) => entry.answers).forEach((answer, at) => { answer.at = at; });
  read();
  update(false);
  reveal();

  // What scrolls can be reached by keyboard; what does not is no stop on the way.
  function scrollers() {
    const seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
      }
    });
    const found = all(".scroll, .statement");
    for (const one of found) one.tabIndex = 0;
    const look = () => {
      seen.disconnect();
      for (const one of found) seen.observe(one);
    };
    addEventListener("resize", look);
    look();
  }
})();
