/* Images of the library in the editor: a button, a key, and a dialog in which the keyboard alone will do.
 * What it offers comes as a part of a page, from the address in the field's data-image-picker; what it says,
 * with the editor's configuration (library/picker.py). */
(() => {
  "use strict";
  const editors = window.CKEDITOR;
  if (!editors?.plugins || editors.plugins.registered.libraryimage) return;
  const OURS = /^\/images\/(\d{1,18})\/[\w.-]{1,40}$/;
  // Alt+F9, beside the editor's own Alt+F10: Ctrl+Alt is AltGr, and letters are not where they were on a Greek keyboard.
  const KEY = editors.ALT + 120;
  const SHELL = `
    <header>
      <h2 id="image-dialog-name" data-words="name"></h2>
      <button type="button" class="image-close" data-words="close"></button>
    </header>
    <form role="search">
      <label for="image-sought" data-words="sought"></label>
      <div><input type="search" id="image-sought" maxlength="200" autocomplete="off" aria-describedby="image-keys"> <button data-words="search"></button></div>
      <p id="image-keys" data-words="keys"></p>
    </form>
    <p class="visually-hidden" role="status"></p>
    <div class="image-found"></div>`;

  // In the editor

  function idOf(element) {
    const address = element?.data("cke-saved-src") || element?.getAttribute("src") || "";
    return OURS.exec(address)?.[1] || "";
  }

  function selectedImage(editor) {
    const element = editor.getSelection()?.getSelectedElement();
    return element?.is("img") ? element : null;
  }

  function describe(image, src, alt) {
    image.setAttributes({ src, "data-cke-saved-src": src, alt });
  }

  /* Where text stands, the image gets a paragraph of its own beside it: nothing is torn apart or replaced. */
  function insert(editor, image) {
    const range = editor.getSelection().getRanges()[0] || editor.createRange();
    if (!range.startContainer) range.moveToElementEditEnd(editor.editable());
    const isBefore = range.checkStartOfBlock();
    range.collapse();
    const block = editor.elementPath(range.startContainer).block;
    const hasContent = block && (block.getText().trim() || block.findOne("img"));
    if (hasContent && block.is("p", "h2", "h3", "h4", "pre")) {
      const paragraph = editor.document.createElement("p");
      paragraph.append(image);
      if (isBefore && range.startContainer) paragraph.insertBefore(block);
      else paragraph.insertAfter(block);
    } else {
      range.select();
      editor.insertElement(image);
    }
    const behind = editor.createRange();
    behind.moveToPosition(image, editors.POSITION_AFTER_END);
    behind.select();
  }

  function take(editor, chosen, { src, alt }) {
    editor.fire("saveSnapshot");
    const image = chosen || editor.document.createElement("img");
    describe(image, src, alt);
    if (chosen) editor.getSelection().selectElement(image);
    else insert(editor, image);
    image.scrollIntoView();
    editor.fire("saveSnapshot");
  }

  /* The library's words for an image that stands in the text already, if they were changed meanwhile. */
  function renew(editor, chosen, words) {
    if (!chosen || words === undefined || chosen.getAttribute("alt") === words) return;
    chosen.setAttribute("alt", words);
    editor.fire("saveSnapshot");
  }

  // The dialog

  let dialog;
  let asking = 0;
  let now = null; // while it is open, what for: editor, chosen (the image to be replaced, or null)

  function make(words) {
    dialog = document.createElement("dialog");
    dialog.className = "image-dialog";
    dialog.setAttribute("aria-labelledby", "image-dialog-name");
    dialog.innerHTML = SHELL;
    dialog.querySelectorAll("[data-words]").forEach((one) => (one.textContent = words[one.dataset.words]));
    document.body.append(dialog);
    part(".image-close").addEventListener("click", () => leave());
    part("form").addEventListener("submit", (event) => {
      event.preventDefault();
      look(1);
    });
    part(".image-found").addEventListener("click", onClick);
    dialog.addEventListener("keydown", onKey);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault(); // the browser closes it a moment later, and keys pressed meanwhile would be lost
      leave();
    });
    dialog.addEventListener("close", () => leave());
  }

  const part = (selector) => dialog.querySelector(selector);
  const images = () => [...dialog.querySelectorAll("[data-src]")];

  function open(editor) {
    if (!dialog) make(editor.config.libraryImage);
    if (dialog.open) return;
    now = { editor, chosen: selectedImage(editor) };
    part("input").value = "";
    part(".image-found").replaceChildren();
    dialog.showModal();
    part("input").focus();
    look(1);
  }

  /* At once where an image was taken: what is typed next must find the caret in the text. */
  function leave(taken) {
    if (!now) return;
    const { editor, chosen } = now;
    now = null;
    asking += 1;
    dialog.close();
    editor.focus(); // the caret stayed in its frame, where it was
    if (taken) take(editor, chosen, taken);
  }

  function onClick(event) {
    const { src, alt, page } = event.target.closest("button")?.dataset || {};
    if (page) look(page);
    if (src) leave({ src, alt });
  }

  function onKey(event) {
    const all = images();
    const here = all.indexOf(document.activeElement);
    const isField = document.activeElement === part("input");
    if (!all.length || (here < 0 && !(isField && event.key === "ArrowDown"))) return;
    const columns = all.filter((each) => each.parentElement.offsetTop === all[0].parentElement.offsetTop).length;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
    const ends = { Home: 0, End: all.length - 1 };
    const next = here < 0 ? 0 : (ends[event.key] ?? here + (steps[event.key] ?? NaN));
    if (Number.isNaN(next)) return;
    event.preventDefault();
    if (next < 0 && event.key === "ArrowUp") part("input").focus();
    else all[Math.min(Math.max(next, 0), all.length - 1)].focus();
  }

  // What the library answers

  async function look(page) {
    asking += 1;
    const mine = asking;
    const words = now.editor.config.libraryImage;
    say(words.wait);
    const query = new URLSearchParams({ q: part("input").value, page, now: idOf(now.chosen) });
    const found = await ask(`${now.editor.element.getAttribute("data-image-picker")}?${query}`, words);
    if (mine !== asking) return;
    const wasInside = part(".image-found").contains(document.activeElement);
    part(".image-found").replaceChildren(found);
    part(".image-found").scrollTop = 0;
    if (wasInside) (images()[0] || part("input")).focus();
    say((found.querySelector?.("[data-count]") || found).textContent);
    renew(now.editor, now.chosen, found.querySelector("[data-alt]:not(button)")?.dataset.alt);
  }

  async function ask(address, words) {
    try {
      const response = await fetch(address, { headers: { Accept: "text/html" } });
      const answer = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = answer.querySelector("[data-found]");
      if (response.ok && found) return found;
      if (response.redirected) return sentence(words.signedOut, "/admin/login/", words.signIn);
      return sentence(response.status === 403 ? words.refused : words.broken);
    } catch {
      return sentence(words.broken);
    }
  }

  function sentence(words, address, linkWords) {
    const line = document.createElement("p");
    line.className = "image-trouble";
    line.textContent = words;
    if (!address) return line;
    const link = document.createElement("a");
    Object.assign(link, { href: address, target: "_blank", rel: "noopener", textContent: linkWords });
    line.append(" ", link);
    return line;
  }

  function say(words) {
    part("[role=status]").textContent = words.trim();
  }

  editors.addCss("img { display: block; max-width: min(24rem, 100%); height: auto; margin-block: 0.5rem; }");
  editors.plugins.add("libraryimage", {
    init(editor) {
      const isOurs = ({ attributes }) =>
        OURS.test(attributes.src || "") && OURS.test(attributes["data-cke-saved-src"] || attributes.src);
      editor.filter.allow({ img: { match: isOurs, attributes: "src,alt" } }, "libraryimage", true);
      if (!editor.element.getAttribute("data-image-picker")) return;
      editor.addCommand("libraryimage", { exec: open, canUndo: false });
      editor.setKeystroke(KEY, "libraryimage");
      editor.ui.addButton("LibraryImage", { label: editor.config.libraryImage.name, command: "libraryimage", toolbar: "insert" });
      editor.on("doubleclick", ({ data }) => {
        if (!data.element.is("img")) return;
        editor.getSelection().selectElement(data.element);
        editor.execCommand("libraryimage");
      });
    },
  });
})();
