// Adds beside a deadline the reader's own hour, where no clock that the page names shows it: the page says everything without it.
const yourTime = document.currentScript.dataset.words;
const shown = (instant, timeZone) =>
  new Intl.DateTimeFormat("en-GB", {dateStyle: "long", timeStyle: "medium", timeZone}).format(instant);

for (const time of document.querySelectorAll("time[data-own-time]")) {
  const instant = new Date(time.dateTime);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zone || Number.isNaN(instant.getTime())) continue;
  const named = ["Europe/Bucharest", time.dataset.ownTime].filter(Boolean);
  if (named.some((other) => shown(instant, other) === shown(instant, zone))) continue;
  const note = document.createElement("span");
  note.className = "own-time";
  const words = new Intl.DateTimeFormat(document.documentElement.lang, {dateStyle: "long", timeStyle: "long", timeZone: zone});
  const city = zone.split("/").pop().replaceAll("_", " ");
  note.textContent = `${yourTime} (${city}): ${words.format(instant)}`;
  time.after(note);
}
