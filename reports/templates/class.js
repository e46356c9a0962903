"use strict";
// Sorts the table of students by the column whose head is pressed; all of it can be read without.
(() => {
  // As blocks, in a narrow window, the parts of a table would not be known for what they are.
  const ROLES = { thead: "rowgroup", tbody: "rowgroup", tr: "row",
    "thead th": "columnheader", "tbody th": "rowheader", td: "cell" };
  for (const table of document.querySelectorAll("table.stacked")) {
    table.setAttribute("role", "table");
    for (const [parts, role] of Object.entries(ROLES)) {
      for (const part of table.querySelectorAll(parts)) part.setAttribute("role", role);
    }
  }
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const key = (row, column) => {
      const cell = row.cells[column];
      return cell.dataset.by === undefined ? cell.textContent.trim().toLowerCase() : Number(cell.dataset.by);
    };
    const compare = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sorted = rows.map((row) => [key(row, column), row]);
        sorted.sort((a, b) => (down ? -1 : 1) * compare(a[0], b[0]));
        body.append(...sorted.map((each) => each[1]));
      });
    });
  }
})();
