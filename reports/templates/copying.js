"use strict";
// Copies what a page holds: formulas, links, examples. Everything can be read without it.
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const told = document.createElement("p"); // for who hears the page
  copying();

  function copying() {
    document.addEventListener("copy", keepShapes);
    told.className = "vh";
    told.setAttribute("role", "status");
    document.querySelector("main")?.append(told);
    document.addEventListener("click", async (event) => {
      const button = event.target.closest?.("button.copies");
      if (!button) return;
      const done = await copied(source(button));
      told.textContent = button.dataset.says = done ? "copied" : "not copied";
      setTimeout(() => {
        button.dataset.says = button.dataset.name;
        told.textContent = "";
      }, 1500);
    });
    for (const offered of all(".offered")) offered.hidden = false;
    for (const code of all(".copy")) code.after(button("copy", "Copy " + code.textContent.slice(0, 60)));
    for (const shown of all(".claim .statement")) {
      if (shown.querySelector("annotation")) shown.before(button("LaTeX", "Copy the LaTeX of this formula"));
    }
    for (const link of all("#list .claim h3 a")) {
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
    // What is copied may be folded or shown nowhere: it stands beside in an element of a class.
    const { from } = button.dataset;
    if (from) return button.closest(".try").querySelector("." + from).textContent;
    if (button.dataset.name === "LaTeX") {
      return button.nextElementSibling.querySelector("annotation").textContent;
    }
    const before = button.previousElementSibling;
    const link = before.querySelector("a[href^='#claim-']");
    return link ? location.href.split("#")[0] + link.getAttribute("href") : before.textContent;
  }

  // ---- mathematics in what is copied: a matrix keeps its shape, as [[1, 0], [0, 1]]
  function linear(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.textContent.trim();
    const parts = [...node.children];
    const one = (part) => (part ? linear(part) : "");
    const whole = (part) => (/^[\w.]+$/u.test(one(part)) ? one(part) : `(${one(part)})`);
    switch (node.localName) {
      case "annotation": return "";
      case "mtable": return `[${parts.map(one).join(", ")}]`;
      case "mtr": return `[${parts.map(one).join(", ")}]`;
      case "mfrac": return `${whole(parts[0])}/${whole(parts[1])}`;
      case "msup": return `${whole(parts[0])}^${whole(parts[1])}`;
      case "msub": return `${one(parts[0])}_${whole(parts[1])}`;
      case "msubsup": return `${one(parts[0])}_${whole(parts[1])}^${whole(parts[2])}`;
      case "msqrt": return `sqrt(${parts.map(one).join(" ")})`;
      default: return parts.length ? parts.map(one).filter(Boolean).join(" ") : node.textContent.trim();
    }
  }

  function keepShapes(event) {
    const chosen = getSelection();
    if (!chosen.rangeCount || event.target.matches?.("input, textarea")) return;
    const range = chosen.getRangeAt(0);
    const around = range.commonAncestorContainer;
    const within = (around.closest ? around : around.parentElement).closest("math");
    const shown = document.createElement("div");
    shown.className = "vh";
    shown.append(within ? within.cloneNode(true) : range.cloneContents());
    const formulas = all("math", shown);
    if (!formulas.some((formula) => formula.querySelector("mtable"))) return;
    for (const formula of formulas) {
      // Signs as programs read them; one that begins a number stands at it.
      formula.replaceWith(linear(formula).replace(/−/g, "-").replace(/(^|[[(,=] ?)- /g, "$1-"));
    }
    document.body.append(shown); // what is on no page has no lines
    event.clipboardData.setData("text/plain", shown.innerText);
    shown.remove();
    event.preventDefault();
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
