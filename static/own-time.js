// Adds to each deadline the reader's own hour, where that differs: the page says everything without it.
for (const time of document.querySelectorAll("time[data-own-time]")) {
  const instant = new Date(time.dateTime);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const own = new Intl.DateTimeFormat("en-GB", {dateStyle: "long", timeStyle: "medium"}).format(instant);
  if (zone !== "Europe/Bucharest" && !Number.isNaN(instant.getTime())) {
    const note = document.createElement("span");
    note.className = "own-time";
    note.textContent = `Your time (${zone.split("/").pop().replaceAll("_", " ")}): ${own}`;
    time.after(note);
  }
}
