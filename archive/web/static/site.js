// Small comforts. Every page works without them.
"use strict";

// Copy a citation.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.textContent = button.dataset.done;
  });
}

// Filter the rows of a table while typing.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (const input of document.querySelectorAll("[data-filter]")) {
  const rows = [...document.querySelectorAll(`#${input.dataset.filter} tbody tr`)].map((row) => [row, plain(row.textContent)]);
  input.closest("p").classList.add("works");
  input.addEventListener("input", () => {
    const wanted = plain(input.value).split(/\s+/);
    for (const [row, text] of rows) row.hidden = !wanted.every((word) => text.includes(word));
  });
}

// The network: what is pointed at stands out with those it signs with.
for (const svg of document.querySelectorAll("[data-network]")) {
  const dots = [...svg.querySelectorAll("a[data-id]")];
  const lines = [...svg.querySelectorAll("line")];
  const show = (id) => {
    svg.classList.toggle("pointing", id !== null);
    const near = new Set([id]);
    for (const line of lines) {
      const on = line.dataset.a === id || line.dataset.b === id;
      line.classList.toggle("on", on);
      if (on) near.add(line.dataset.a).add(line.dataset.b);
    }
    for (const dot of dots) dot.classList.toggle("on", near.has(dot.dataset.id));
  };
  for (const dot of dots) {
    for (const begin of ["mouseenter", "focus"]) dot.addEventListener(begin, () => show(dot.dataset.id));
    for (const end of ["mouseleave", "blur"]) dot.addEventListener(end, () => show(null));
  }
}

// Datasette's SQL editor, which its own template begins in a script within the page.
const editor = document.querySelector("textarea#sql-editor");
if (editor && window.CodeMirror) {
  const mirror = CodeMirror.fromTextArea(editor, { lineNumbers: true, mode: "text/x-sql", lineWrapping: true });
  mirror.setOption("extraKeys", { "Shift-Enter": () => editor.form.submit(), Tab: false });
  mirror.getInputField().setAttribute("aria-label", "SQL");
  const format = document.querySelector("button#sql-format");
  if (format && window.sqlFormatter) {
    format.hidden = false;
    format.addEventListener("click", () => mirror.setValue(sqlFormatter.format(mirror.getValue())));
  }
  if (window.cmResize) cmResize(mirror, { resizableWidth: false });
}
