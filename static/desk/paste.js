/* Pasting into any field of the admin: what a word processor struck out, and its comments, stay out.

   Draft.js takes `<del>` for words and forgets lists of Word, headings and tables. So the clipboard
   is read before it: the listener is on the window, ahead of all others. */

(() => {
  const paste = window.newsroomPaste;
  const PLAIN = "textarea, input:not([type]), input[type=text], input[type=search], input[type=url]";
  /* How long a screen reader takes to notice a new region. */
  const PAUSE = 150;

  const count = (number, one, several = `${one}s`) => `${number} ${number === 1 ? one : several}`;
  const listed = (parts) => parts.filter(Boolean).join(", ");
  const some = (number, ...words) => number > 0 && count(number, ...words);

  function droppedWords({ deletions, comments, pictures }) {
    const parts = listed([
      some(deletions, "deletion"),
      some(comments, "review comment"),
      some(pictures, "picture"),
    ]);
    return parts && `Left out: ${parts}.`;
  }

  function madeWords(items) {
    const of = (type) => items.filter((item) => item.type === type).length;
    const parts = listed([
      some(of("heading"), "heading"),
      some(of("list"), "list"),
      some(of("table"), "table"),
    ]);
    const caption = of("table") ? " Give each table a caption." : "";
    const isNested = items.some(({ points }) => points?.some(({ depth }) => depth > 0));
    const flat = isNested ? " A list within a list became points of it." : "";
    return parts && `Made blocks of their own: ${parts}.${flat}${caption}`;
  }

  function flattenedWords({ headings, lists, tables }) {
    const parts = listed([
      some(headings, "heading"),
      some(lists, "list"),
      some(tables, "table (one row a paragraph)", "tables (one row a paragraph)"),
    ]);
    return parts && `Made paragraphs, as this field has nothing else: ${parts}.`;
  }

  /* Says beside the field what was done; a screen reader reads it out. */
  function say(field, ...sentences) {
    const words = sentences.filter(Boolean).join(" ");
    let region = field.parentElement.querySelector(":scope > .desk-pasted");
    if (!region) {
      if (!words) return;
      region = document.createElement("p");
      region.className = "desk-pasted";
      region.setAttribute("role", "status");
      field.after(region);
    }
    region.textContent = "";
    if (words) setTimeout(() => (region.textContent = words), PAUSE);
    region.parentElement.querySelector(":scope > .desk-undo-paste")?.remove();
  }

  /* Offers to take back a paste that made blocks: the editor's own undo knows but one of them.
     What is typed after it would be lost, so then the offer ends. */
  function offerUndo(body, undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary desk-undo-paste";
    button.textContent = "Undo this paste";
    body.parentElement.querySelector(":scope > .desk-pasted")?.after(button);
    const end = () => {
      button.remove();
      window.removeEventListener("keydown", pressed, true);
      body.removeEventListener("beforeinput", end, true);
    };
    const take = () => {
      end();
      undo();
      say(body, "The paste is undone.");
    };
    const pressed = (event) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "z";
      if (!isUndo || !body.contains(event.target)) return;
      stop(event);
      take();
    };
    button.addEventListener("click", take);
    window.addEventListener("keydown", pressed, true);
    body.addEventListener("beforeinput", end, true);
  }

  const hasDropped = (dropped) => Object.values(dropped).some((number) => number > 0);
  const hasStructure = (items) => items.some(({ type }) => type !== "paragraph");

  /* Draft.js gets another clipboard, and does with it what it always does. */
  function exchange(event, html, text) {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    Object.defineProperty(event, "clipboardData", { value: data });
  }

  function stop(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function intoRichText(event, editor, { items, dropped }) {
    const block = paste.blockOf(editor);
    if (block && hasStructure(items)) {
      stop(event);
      // The body, as the block may be gone in a moment.
      const beside = block.child.element.parentElement;
      const undo = paste.insert(block, items);
      say(beside, droppedWords(dropped), madeWords(items));
      offerUndo(beside, undo);
      return;
    }
    const input = editor.closest("[data-draftail-editor-wrapper]").parentElement;
    const field = input.querySelector("[data-draftail-input], input[type=hidden]");
    const types = new Set((field?.draftailEditor?.props.blockTypes ?? []).map(({ type }) => type));
    const flattened = { headings: 0, lists: 0, tables: 0 };
    exchange(event, paste.html(items, types, flattened), paste.text(items));
    const wrapper = editor.closest("[data-draftail-editor-wrapper]");
    say(wrapper, droppedWords(dropped), flattenedWords(flattened));
  }

  function intoPlainField(event, field, { items, dropped }) {
    if (!hasDropped(dropped)) return;
    stop(event);
    const text = paste.text(items);
    const line = field.matches("textarea") ? text : text.replace(/\s+/g, " ");
    // Unlike setting the value, it can be undone.
    document.execCommand("insertText", false, line);
    say(field, droppedWords(dropped));
  }

  function fieldOf(event) {
    const target = event.target instanceof Element ? event.target : event.target?.parentElement;
    return {
      editor: target?.closest("[data-draftail-editor-wrapper]") && target,
      plain: target?.closest(PLAIN),
    };
  }

  window.addEventListener(
    "paste",
    (event) => {
      const { editor, plain } = fieldOf(event);
      const html = event.clipboardData?.getData("text/html") ?? "";
      // What was copied from another field of the admin is clean.
      if (!html || !(editor || plain) || html.includes("data-draftjs-conductor-fragment")) return;
      const found = paste.clean(html);
      if (plain) intoPlainField(event, plain, found);
      else if (hasDropped(found.dropped) || hasStructure(found.items)) {
        intoRichText(event, editor, found);
      } else say(editor.closest("[data-draftail-editor-wrapper]"), "");
    },
    true,
  );

  /* Text dragged from elsewhere comes as plain words, deleted ones among them. */
  window.addEventListener(
    "drop",
    (event) => {
      const { editor, plain } = fieldOf(event);
      const html = event.dataTransfer?.getData("text/html") ?? "";
      if (!html || !(editor || plain)) return;
      const { dropped } = paste.clean(html);
      if (!dropped.deletions && !dropped.comments) return;
      stop(event);
      const field = plain ?? editor.closest("[data-draftail-editor-wrapper]");
      say(field, "Nothing was taken over: the text holds deletions or comments. Copy and paste it,",
        "and they are left out.");
    },
    true,
  );
})();
