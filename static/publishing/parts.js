/* One more empty row at a press of the button; without it, each save gives one. */
(() => {
  "use strict";
  function watch(parts) {
    const button = parts.querySelector(":scope > button");
    const template = parts.querySelector(":scope > template");
    let number = parts.querySelectorAll(":scope > .part").length;
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = template.content.cloneNode(true).firstElementChild;
      for (const each of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = each.getAttribute(name);
          if (value) each.setAttribute(name, value.replaceAll("NUMBER", number));
        }
      }
      number += 1;
      button.before(row);
      row.querySelector("input, select, textarea").focus();
    });
  }

  const start = () => document.querySelectorAll("[data-parts]").forEach(watch);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
