/* Says to screen readers what Django's own parts leave without a name: fields that search or stand in a table, calendars, empty heads. */
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const wordsOf = (field) => field?.labels?.[0]?.textContent.trim().replace(/:$/, "") || "";

  function nameChoice(select) {
    const [label] = select.labels;
    const shown = select.nextElementSibling;
    if (!label || !shown?.matches(".select2")) return;
    label.id ||= `${select.id}_label`;
    const box = shown.querySelector("[role=combobox]");
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") || ""}`.trim());
    shown.querySelectorAll("[role=searchbox], [role=textbox]").forEach((one) => one.setAttribute("aria-labelledby", label.id));
  }

  function nameCalendar(link) {
    const field = link.closest("p, div")?.querySelector("input");
    link.setAttribute("aria-label", `${words.calendar} ${wordsOf(field)}`);
  }

  function nameInTable(field) {
    const cell = field.closest("td");
    const head = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    const row = cell.closest("tr").querySelector("th");
    if (!field.labels.length) field.setAttribute("aria-label", `${head.textContent.trim()}: ${row?.textContent.trim() || ""}`);
  }

  function nameInstant(field) {
    const asked = field.closest(".form-row")?.querySelector("legend, label");
    const half = field.matches(".vDateField") ? words.date : words.hour;
    if (asked && !field.labels.length) field.setAttribute("aria-label", `${asked.textContent.trim()} ${half}`);
  }

  function nameHead(cell) {
    const name = document.createElement("span");
    name.className = "visually-hidden";
    name.textContent = words.which;
    cell.append(name);
  }

  function nameAll() {
    document.querySelectorAll("select.admin-autocomplete").forEach(nameChoice);
    document.querySelectorAll("a[id^=calendarlink]").forEach(nameCalendar);
    document.querySelectorAll("#result_list td :is(input, select, textarea):not([type=hidden])").forEach(nameInTable);
    document.querySelectorAll(".vDateField, .vTimeField").forEach(nameInstant);
    document.querySelectorAll("th.original:empty").forEach(nameHead);
    document.querySelectorAll("span.help-tooltip[aria-label]").forEach((mark) => mark.setAttribute("role", "img"));
    window.django?.jQuery(document).on("select2:open", (event) => {
      const field = document.querySelector(".select2-search--dropdown [role=searchbox]");
      field?.setAttribute("aria-label", wordsOf(event.target));
    });
  }

  window.addEventListener("load", () => window.setTimeout(nameAll, 0)); // Django makes them on the same event
})();
