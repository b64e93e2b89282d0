/* Says to screen readers what Django's own parts leave without a name: fields that search, and calendars. */
(() => {
  "use strict";
  const wordsOf = (field) => field?.labels?.[0]?.textContent.trim().replace(/:$/, "") || "";

  function nameChoice(select) {
    const [label] = select.labels;
    const shown = select.nextElementSibling;
    if (!label || !shown?.matches(".select2")) return;
    label.id ||= `${select.id}_label`;
    const box = shown.querySelector("[role=combobox]");
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") || ""}`.trim());
    shown.querySelector("[role=searchbox]")?.setAttribute("aria-labelledby", label.id);
  }

  function nameCalendar(link) {
    const field = link.closest("p, div")?.querySelector("input");
    link.setAttribute("aria-label", `Choose a date: ${wordsOf(field)}`);
  }

  function nameAll() {
    document.querySelectorAll("select.admin-autocomplete").forEach(nameChoice);
    document.querySelectorAll("a[id^=calendarlink]").forEach(nameCalendar);
    window.django?.jQuery(document).on("select2:open", (event) => {
      const field = document.querySelector(".select2-search--dropdown [role=searchbox]");
      field?.setAttribute("aria-label", wordsOf(event.target));
    });
  }

  window.addEventListener("load", () => window.setTimeout(nameAll, 0)); // Django makes them on the same event
})();
