"use strict";
// Asks the server about what is typed, and shows what it says as it comes.
(() => {
  const $ = (id) => document.getElementById(id);
  const token = new URLSearchParams(location.search).get("token") || "";
  const page = crypto.randomUUID();
  const KEPT = "referee-live", MOST_KEPT = 50, LONGEST = 10000;
  const ENDS = ["done", "unread", "ended", "empty"]; // what an answer's last piece may be
  const SETTLES = 300; // milliseconds without a key until the address is that of what is typed

  class Pane {
    constructor(name) {
      this.name = name;
      this.section = $("pane-" + name);
      this.text = $("text-" + name);
      this.notation = $("notation-" + name);
      this.where = $("where-" + name);
      this.reads = this.section.querySelector(".reads");
      this.knows = this.section.querySelector(".knows");
      this.asking = null;
      for (const [part, kind] of [[this.text, "input"], [this.where, "input"], [this.notation, "change"]]) {
        part.addEventListener(kind, () => { typed(); this.ask(); });
      }
    }

    get open() { return !this.section.hidden; }

    get content() {
      return { text: this.text.value, notation: this.notation.value, where: this.where.value };
    }

    set content(found) {
      this.text.value = found.text || "";
      this.notation.value = found.notation || "";
      if (this.notation.selectedIndex < 0) this.notation.value = "";
      this.where.value = found.where || "";
    }

    stop() {
      const asked = this.asking;
      this.asking = null;
      if (asked) asked.abort();
      busy();
      return asked !== null;
    }

    show(kind, verdict) {
      this.section.dataset.kind = kind;
      this.section.dataset.verdict = verdict;
    }

    clear() {
      this.stop();
      this.reads.replaceChildren();
      this.knows.replaceChildren();
      this.show("", "");
    }

    async ask() {
      if (!this.open || !this.text.value.trim()) { this.clear(); return; }
      this.stop();
      const asked = this.asking = new AbortController();
      const own = () => this.asking === asked;
      const number = this.asks = (this.asks || 0) + 1;
      busy();
      this.show("asked", "");
      try {
        const response = await post(
          { page, pane: this.name, number, claim: claim(), ...this.asked }, asked.signal);
        if (!response.ok) throw new Refused((await response.text()).trim());
        for await (const line of lines(response.body)) {
          if (!own()) return;
          this.said(JSON.parse(line));
        }
        if (own() && !ENDS.includes(this.section.dataset.kind)) throw new Refused("The answer broke off; type to ask again.");
      } catch (error) {
        if (!own()) return;
        const says = error instanceof Refused ? error.message
          : "The server has stopped: start referee serve again. What you typed is kept.";
        this.told("ended", says);
      }
      if (own()) { this.asking = null; busy(); }
    }

    get asked() {
      const { text, notation, where } = this.content;
      return claim() ? { text, notation } : { text, where };
    }

    said({ kind, verdict, html }) {
      this.show(kind, verdict);
      if (kind === "read") {
        this.reads.innerHTML = html;
        return;
      }
      this.knows.innerHTML = html;
      if (kind === "done") {
        remember({ claim: claim(), ...this.content, verdict });
        settled();
      }
      if (kind === "done" || kind === "unread") speak($("name-" + this.name).textContent + ": " + verdict);
    }

    told(kind, says) {
      this.show(kind, "");
      const line = document.createElement("p");
      line.className = "told quiet";
      line.textContent = says;
      this.knows.replaceChildren(line);
      speak(says);
    }
  }

  class Refused extends Error {}

  const post = (asked, signal) => fetch("/ask", {
    method: "POST", signal, cache: "no-store",
    headers: { "Content-Type": "application/json", "X-Referee-Token": token },
    body: JSON.stringify(asked),
  });

  async function* lines(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const found = (rest + value).split("\n");
      rest = found.pop();
      yield* found;
    }
  }

  const claim = () => $("claim").value;
  const panes = [new Pane("a"), new Pane("b")];

  function busy() {
    $("stop").disabled = !panes.some((pane) => pane.asking);
  }

  // What a page reader says while the eyes are on the text, and what everybody is told.
  const speak = (says) => { $("spoken").textContent = says; };
  const announce = (says) => { $("status").textContent = says; };

  function stop() {
    for (const pane of panes) if (pane.stop()) pane.told("stopped", "Stopped. Type to ask again.");
  }

  // ---- what is asked about
  async function about() {
    const name = claim();
    document.body.classList.toggle("own", !name);
    const [one, another] = name ? ["Answer", "Another answer"] : ["Statement", "Another statement"];
    $("name-a").textContent = one;
    $("name-b").textContent = another;
    $("both").textContent = another + " beside it";
    for (const pane of panes) pane.text.placeholder = name ? "in any notation: X.T @ w, X' * w, X^\\top w"
      : "tr(AB) = tr(BA) where A, B in R^(n x n)";
    $("about").replaceChildren();
    if (!name) return;
    try {
      const response = await fetch("/about?claim=" + encodeURIComponent(name), {
        headers: { "X-Referee-Token": token }, cache: "no-store",
      });
      const told = await response.text();
      if (claim() !== name) return;
      if (response.ok) $("about").innerHTML = told;
      else announce(told.trim());
    } catch {
      announce("The server has stopped: start referee serve again.");
    }
  }

  function beside(content) {
    $("pane-b").hidden = content === null;
    $("both").hidden = content !== null;
    document.body.classList.toggle("two", content !== null);
    if (content === null) panes[1].clear();
    else panes[1].content = content;
  }

  // ---- the address: #claim=...&a=...&b=..., a step of the history for each that was decided
  const NAMES = { "": "text", n: "notation", w: "where" };

  function address() {
    const found = new URLSearchParams();
    if (claim()) found.set("claim", claim());
    for (const pane of panes.filter((each) => each.open)) {
      const content = pane.content;
      for (const [letter, part] of Object.entries(NAMES)) {
        if (content[part] || (pane.name === "b" && !letter)) found.set(letter + pane.name, content[part]);
      }
    }
    return location.pathname + location.search + "#" + found;
  }

  let settling = 0;
  function typed() {
    clearTimeout(settling);
    settling = setTimeout(write, SETTLES);
  }

  function write() {
    clearTimeout(settling);
    const now = address();
    if (now === location.pathname + location.search + location.hash) return;
    history[history.state && history.state.decided ? "pushState" : "replaceState"]({}, "", now);
  }

  function settled() {
    write();
    history.replaceState({ decided: true }, "");
  }

  function read() {
    const found = new URLSearchParams(location.hash.slice(1));
    const of = (name) => Object.fromEntries(
      Object.entries(NAMES).map(([letter, part]) => [part, found.get(letter + name) || ""]));
    load({ claim: found.get("claim") || "", answers: [of("a"), ...(found.has("b") ? [of("b")] : [])] });
  }

  function load({ claim: name, answers: [first, second] }) {
    $("claim").value = name;
    const offered = $("claim").selectedIndex >= 0;
    announce(offered ? "" : "The question " + name + " is not offered here.");
    if (!offered) $("claim").value = "";
    about();
    panes[0].content = first;
    beside(second || null);
    // An answer to another question is no statement.
    for (const pane of panes) offered ? pane.ask() : pane.clear();
  }

  // ---- what was tried before, in this browser
  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(KEPT) || "[]");
      return Array.isArray(found) ? found.filter(isTried) : [];
    } catch { return []; }
  }

  const isText = (value) => typeof value === "string" && value.length <= LONGEST;
  const isContent = (found) => found !== null && typeof found === "object"
    && [found.text, found.notation ?? "", found.where ?? ""].every(isText);
  const isTried = (found) => isContent(found) && isText(found.claim) && isText(found.verdict);

  function keep(found) {
    try { localStorage.setItem(KEPT, JSON.stringify(found)); } catch { /* a full or closed store */ }
    tried();
  }

  function remember(entry) {
    const same = (each) => ["claim", "text", "notation", "where"].every((k) => each[k] === entry[k]);
    keep([entry, ...kept().filter((each) => !same(each))].slice(0, MOST_KEPT));
  }

  function tried() {
    const found = kept();
    $("past").hidden = !found.length;
    $("past").querySelector("ol").replaceChildren(...found.map((entry) => {
      const item = document.createElement("li"), again = document.createElement("button");
      const code = document.createElement("code"), says = document.createElement("span");
      again.type = "button";
      code.textContent = entry.text;
      says.className = "quiet";
      says.textContent = [entry.claim, entry.verdict].filter(Boolean).join(", ");
      again.append(code);
      again.addEventListener("click", () => {
        load({ claim: entry.claim, answers: [entry] });
        write();
      });
      item.append(again, " ", says);
      return item;
    }));
  }

  // ---- a file to hand on
  function share() {
    const found = { referee: "live", version: 1, claim: claim(),
      answers: panes.filter((pane) => pane.open).map((pane) => pane.content) };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(found, null, 2)], { type: "application/json" }));
    link.download = (claim() || "statement") + ".referee.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 0);
    announce("Written: " + link.download);
  }

  async function open(file) {
    try {
      if (file.size > 10 * LONGEST) throw new Refused("it is too large");
      const found = JSON.parse(await file.text());
      if (found === null || found.referee !== "live" || !isText(found.claim)
        || !Array.isArray(found.answers) || ![1, 2].includes(found.answers.length)
        || !found.answers.every(isContent)) throw new Refused("it is not what Share writes");
      load(found);
      write();
    } catch (error) {
      announce(file.name + ": " + (error instanceof Refused ? error.message : "it is no JSON"));
    }
  }

  // ---- what a reader does
  $("claim").addEventListener("change", () => { about(); typed(); for (const pane of panes) pane.ask(); });
  $("both").addEventListener("click", () => { beside({}); write(); $("text-b").focus(); });
  $("alone").addEventListener("click", () => { beside(null); write(); $("both").focus(); });
  $("stop").addEventListener("click", stop);
  $("share").addEventListener("click", share);
  $("shared").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) open(file);
    event.target.value = "";
  });
  $("forget").addEventListener("click", () => keep([]));
  $("about").addEventListener("click", (event) => {
    if (!event.target.matches(".beside")) return;
    beside({ text: event.target.parentElement.querySelector("code.told").textContent });
    typed();
    panes[1].ask();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") stop(); });
  addEventListener("popstate", read);
  tried();
  read();
})();
