/* Keeps what is typed on the server, says who else has the form open, and refreshes the preview beside it.
 * Nothing is ever put into the browser's own storage: machines are shared. */
(() => {
  "use strict";
  const AFTER_TYPING = 2000; // milliseconds
  const HEARTBEAT = 20000;
  const RETRY = 5000;
  const WIDE = window.matchMedia("(min-width: 1280px)");

  function start() {
    const state = document.querySelector("[data-autosave]");
    if (state) watch(state, state.closest("form"));
  }

  function watch(state, form) {
    const words = state.dataset;
    const editors = () => (window.CKEDITOR ? Object.values(window.CKEDITOR.instances) : []);
    const preview = previewOf(document.querySelector("[data-preview]"), () => post("preview"));
    let changes = 0; // how often something was typed; `kept` is how much of that the server has
    let kept = 0;
    let isSaving = false;
    let isLeaving = false;
    let timer;
    const stored = new URLSearchParams(new FormData(form)); // the last text that the server is known to have
    stored.delete("csrfmiddlewaretoken");
    let queue = Promise.resolve();

    // Speaking to the server

    /* The token is read afresh: a sign-in in another tab changes it. */
    const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] || "";

    function text() {
      for (const editor of editors()) if (form.contains(editor.element.$)) editor.updateElement();
      const fields = new URLSearchParams(new FormData(form));
      fields.delete("csrfmiddlewaretoken");
      return fields;
    }

    async function post(act, query = "", fields = text()) {
      const body = fields.toString();
      const url = act === "preview" ? preview.url : state.dataset.autosave + query;
      const headers = { "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };
      try {
        const keepalive = document.hidden && body.length < 60000;
        const response = await fetch(url, { method: "POST", body, headers, keepalive });
        const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
        if (isAnswer) return await response.json();
        if (response.status === 413) return { state: "too_long" };
        // Without the right token no view is asked at all.
        if (response.status === 403) return { state: "signed_out", sentence: words.signedOut, sign_in: "/admin/login/" };
        return { state: "broken", sentence: words.broken };
      } catch {
        return { state: "broken", sentence: words.notReached };
      }
    }

    function keep(isLast = false) {
      window.clearTimeout(timer);
      queue = queue.catch(() => {}).then(async () => {
        const upTo = changes;
        const fields = text();
        const isSame = fields.toString() === stored.toString();
        if (isSame && !isLast && !state.classList.contains("troubled")) {
          kept = upTo; // an editor or a search field that only settled
          return {};
        }
        const answer = await post("autosave", "", fields);
        const isKept = answer.state === "kept";
        if (isKept) {
          kept = upTo;
          for (const name of [...stored.keys()]) stored.delete(name);
          for (const [name, value] of fields) stored.append(name, value);
        }
        show(answer);
        if (isKept && !isLast && changes === kept) preview.refresh();
        if (!isKept && answer.state !== "too_long") again(RETRY);
        return answer;
      });
      return queue;
    }

    function again(delay) {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => !isLeaving && keep(), delay);
    }

    async function beat() {
      if (isLeaving) return;
      const fields = new URLSearchParams();
      for (const name of ["writing_key", "writing_person"]) fields.set(name, form.elements[name].value);
      const answer = await post("autosave", "?seen", fields);
      if (answer.state === "seen" || answer.state === "signed_out") show(answer);
    }

    // What is said

    const say = (kind, sentence) => {
      const line = state.querySelector(`[data-said="${kind}"]`);
      if (line.textContent !== sentence) line.textContent = sentence;
      return line;
    };

    function show(answer) {
      const isTrouble = !["kept", "seen"].includes(answer.state);
      if (isTrouble || answer.state === "kept" || changes === kept) {
        const sentence = isTrouble ? answer.sentence || words.broken : "";
        const shown = state.querySelector('[data-said="trouble"]');
        if (shown.dataset.words !== sentence) {
          shown.dataset.words = sentence;
          shown.textContent = sentence;
          if (answer.sign_in) shown.append(" ", signInLink(answer.sign_in));
        }
      }
      state.classList.toggle("troubled", state.querySelector('[data-said="trouble"]').textContent !== "");
      if (answer.state === "kept") say("kept", answer.sentence);
      if (isTrouble) say("kept", "");
      if (answer.others) say("others", answer.others.join(" "));
    }

    function signInLink(url) {
      const link = document.createElement("a");
      Object.assign(link, { href: url, target: "_blank", rel: "noopener", textContent: words.signIn });
      return link;
    }

    // What is listened to

    function typed() {
      changes += 1;
      again(AFTER_TYPING);
    }

    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    window.django?.jQuery(form).on("change", "select", typed); // select2 tells jQuery alone
    function follow(editor) {
      if (form.contains(editor.element.$)) stored.set(editor.element.$.name, editor.getData());
      editor.on("change", () => editor.checkDirty() && typed());
    }
    if (window.CKEDITOR) {
      editors().forEach((editor) => editor.status === "ready" && follow(editor));
      window.CKEDITOR.on("instanceReady", (event) => follow(event.editor));
    }

    /* A save goes out only behind an autosave that succeeded: a page to sign in would swallow the form. */
    form.addEventListener("submit", async (event) => {
      if (isLeaving) return;
      event.preventDefault();
      if (isSaving) return;
      isSaving = true;
      const { submitter } = event;
      const answer = await keep(true);
      isSaving = false;
      if (answer.state !== "kept" && answer.state !== "too_long") {
        state.scrollIntoView({ block: "nearest" });
        return;
      }
      isLeaving = true;
      window.clearTimeout(timer);
      form.elements.csrfmiddlewaretoken.value = token();
      form.requestSubmit(submitter);
    });

    document.addEventListener("visibilitychange", () => {
      if (changes !== kept && !isLeaving) keep();
      else if (!document.hidden) beat();
    });
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) isLeaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (changes !== kept && !isLeaving) event.preventDefault();
    });
    window.setInterval(beat, HEARTBEAT);
    beat();
    preview.start();
  }

  /* The fold with the frame. `ask` gives the server's answer to what is typed now. */
  function previewOf(fold, ask) {
    const frame = fold.querySelector("iframe");
    const screen = fold.querySelector(".preview-screen");
    const buttons = [...fold.querySelectorAll("[data-width]")];
    let width = Number(buttons[0].dataset.width);
    let scrolled = 0;

    function fit() {
      const scale = Math.min(1, screen.clientWidth / width);
      frame.style.inlineSize = `${width}px`;
      frame.style.blockSize = `${screen.clientHeight / scale}px`;
      frame.style.setProperty("--scale", scale);
    }

    async function refresh() {
      if (!fold.open) return;
      const answer = await ask();
      if (answer.state !== "shown") return;
      scrolled = frame.contentWindow?.scrollY || 0;
      if (answer.page) frame.srcdoc = answer.page;
      const items = answer.invalid.map((sentence) => {
        const item = document.createElement("li");
        item.textContent = sentence;
        return item;
      });
      fold.querySelector(".preview-invalid").replaceChildren(...items);
    }

    function start() {
      for (const button of buttons) {
        button.addEventListener("click", () => {
          width = Number(button.dataset.width);
          for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
          fit();
        });
      }
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, scrolled));
      new ResizeObserver(fit).observe(screen);
      fold.addEventListener("toggle", refresh);
      const unfold = () => (fold.open = WIDE.matches);
      WIDE.addEventListener("change", unfold);
      unfold();
    }

    return { url: fold.dataset.preview, refresh, start };
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
