/* Lets CKEditor 4 run under `script-src 'self'`. The editor wires its buttons by inline on… attributes and
 * starts its frames by an inline script; the policy blocks both. Here the attributes are renamed before they
 * reach the page, and on an event the few fixed forms that the editor writes are recognised and the function
 * that it registered is called. Anything else in such an attribute is ignored: nothing is ever evaluated. */
(() => {
  "use strict";
  const editor = window.CKEDITOR;
  if (!editor || !editor.dom || editor.runsUnderPolicy) return;
  editor.runsUnderPolicy = true;

  const ARGUMENT = String.raw`this|event|-?\d+|'(?:\\.|[^'\\])*'`;
  const STEP = new RegExp(
    String.raw`\s*(?:(?<refuse>return\s+false)` +
      String.raw`|(?<answer>return\s+)?(?:window\.parent\.)?CKEDITOR\.tools\.callFunction\(\s*(?<number>\d+)` +
      String.raw`(?<rest>(?:\s*,\s*(?:${ARGUMENT}))*)\s*\)` +
      String.raw`|this\.style\.cssText\s*=\s*this\.style\.cssText)\s*(?:;|$)`,
    "y",
  );
  const EVENTS = "click|mousedown|mouseup|mouseover|mouseout|keydown|keypress|dragstart|focus|blur";
  const ATTRIBUTES = new RegExp(`\\son(${EVENTS})="`, "g");

  function value(token, element, event) {
    if (token === "this") return element;
    if (token === "event") return event;
    return token.startsWith("'") ? token.slice(1, -1).replace(/\\(.)/g, "$1") : Number(token);
  }

  /* Runs what one attribute says; the value is what the handler would have returned. */
  function run(code, element, event) {
    STEP.lastIndex = 0;
    while (STEP.lastIndex < code.length) {
      const step = STEP.exec(code);
      if (!step) return undefined;
      const after = STEP.lastIndex;
      const { refuse, answer, number, rest } = step.groups;
      if (refuse) return false;
      if (number !== undefined) {
        const tokens = rest.match(new RegExp(ARGUMENT, "g")) || [];
        const result = editor.tools.callFunction(Number(number), ...tokens.map((t) => value(t, element, event)));
        if (answer) return result;
      }
      STEP.lastIndex = after; // a handler may have run another one meanwhile
    }
    return undefined;
  }

  function listen(page) {
    if (!page || page.editorListens) return;
    page.editorListens = true;
    for (const type of EVENTS.split("|")) {
      const bubbles = type !== "focus" && type !== "blur";
      page.addEventListener(type, (event) => {
        let element = event.target;
        while (element && element.nodeType === Node.ELEMENT_NODE) {
          const code = element.getAttribute(`data-editor-on${type}`);
          if (code && run(code, element, event) === false) event.preventDefault();
          element = bubbles ? element.parentElement : null;
        }
      }, true);
    }
    page.addEventListener("click", (event) => {
      if (event.target.closest?.('a[href^="javascript:"]')) event.preventDefault();
    }, true);
  }
  listen(document);

  const rename = (html) => html.replace(ATTRIBUTES, ' data-editor-on$1="');
  const template = editor.template.prototype;
  const output = template.output;
  template.output = function (data, buffer) {
    const result = output.call(this, data, buffer);
    if (!buffer) return rename(result);
    buffer[buffer.length - 1] = rename(String(buffer[buffer.length - 1]));
    return result;
  };

  // Dialogs put their parts together as text, past the templates.
  const elements = editor.dom.element;
  for (const [owner, name] of [[elements, "createFromHtml"], [elements.prototype, "setHtml"], [elements.prototype, "appendHtml"]]) {
    const original = owner[name];
    owner[name] = function (html, ...rest) {
      return original.call(this, typeof html === "string" ? rename(html) : html, ...rest);
    };
  }

  const pages = editor.dom.document.prototype;
  const write = pages.write;
  pages.write = function (html) {
    const starts = [];
    const without = html
      .replace(/<script id="cke_actscrpt"[^>]*>[\s\S]*?callFunction\((\d+),\s*window\)[\s\S]*?<\/script>/, (_, n) => {
        starts.push([Number(n), true]);
        return "";
      })
      .replace(/ onload="window\.parent\.CKEDITOR\.tools\.callFunction\((\d+)\);"/, (_, n) => {
        starts.push([Number(n), false]);
        return "";
      });
    write.call(this, without);
    listen(this.$);
    const frame = this.$.defaultView;
    for (const [number, atOnce] of starts) {
      if (atOnce) editor.tools.callFunction(number, frame);
      else window.setTimeout(() => editor.tools.callFunction(number), 0);
    }
  };
})();
