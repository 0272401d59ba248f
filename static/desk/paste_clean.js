/* Takes out of the HTML on a clipboard what a word processor struck out, comments and pictures.
   Knows nothing of the admin. */

(() => {
  const DELETED_CLASS = /\b(?:mso(?:Del|MoveFrom)|TrackChangeTextDelete\w*|TrackChangeTextDeletion\w*|TrackedDeletion)\b/i;
  const COMMENT_CLASS = /\b(?:msocomtxt|MsoComment(?:Text|Subject)|CommentText|docos-[\w-]+)\b/i;
  const MARK_CLASS = /\b(?:msocom(?:anchor|off)|MsoCommentReference|Comment(?:Reference|Anchor))\b/i;
  const STRUCK = /text-decoration[\w-]*\s*:[^;]*line-through/i;
  const COMMENT_STYLE = /mso-element\s*:\s*comment(?!-)/i;
  const MARK_STYLE = /mso-element\s*:\s*comment-list|mso-special-character\s*:\s*comment/i;
  const HIDDEN_STYLE = /mso-hide\s*:\s*all|display\s*:\s*none/i;
  const MARK_LINK = /#(?:_msocom_|_msoanchor_|cmnt(?:_ref)?\d)/i;
  const COMMENT_ID = /^_com_\d/i;
  const MARK_ID = /^(?:cmnt(?:_ref)?\d|_anchor_\d|_msocom_|_msoanchor_)/i;

  const style = (node) => node.getAttribute?.("style") ?? "";
  const classes = (node) => node.getAttribute?.("class") ?? "";

  /* Takes elements out of the document; how many there were, one within another counted once. */
  function take(body, wanted) {
    let taken = 0;
    for (const node of [...body.querySelectorAll("*")]) {
      if (body.contains(node) && wanted(node)) {
        if (node.textContent.trim() || node.matches("img")) taken += 1;
        node.remove();
      }
    }
    return taken;
  }

  /* The classes that a style sheet on the clipboard strikes out, as Google and LibreOffice write. */
  function struckClasses(page) {
    const sheet = [...page.querySelectorAll("style")].map((one) => one.textContent).join("\n");
    const found = new Set();
    for (const [, names, rules] of sheet.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      if (STRUCK.test(rules)) for (const [, name] of names.matchAll(/\.([\w-]+)/g)) found.add(name);
    }
    return found;
  }

  /* The words of a comment. */
  function isComment(node) {
    return (
      node.matches("comment, annotation") ||
      COMMENT_CLASS.test(classes(node)) ||
      COMMENT_STYLE.test(style(node)) ||
      COMMENT_ID.test(node.id)
    );
  }

  /* What stands in the text for a comment. */
  function isMark(node) {
    return (
      MARK_CLASS.test(classes(node)) ||
      MARK_STYLE.test(style(node)) ||
      (node.matches("a") && MARK_LINK.test(node.getAttribute("href") ?? "")) ||
      MARK_ID.test(node.id || (node.getAttribute("name") ?? ""))
    );
  }

  /* A comment below a text of Google Docs is known by the mark at its beginning. */
  function widen(body) {
    for (const mark of body.querySelectorAll('a[id^="cmnt"]:not([id^="cmnt_ref"])')) {
      const block = mark.closest("p, li, div");
      const around = block?.parentElement;
      const isWhole = around?.matches("div") && around.firstElementChild === block;
      const whole = isWhole ? around : block;
      whole?.setAttribute("class", "docos-comment");
    }
  }

  /* {items, dropped: {deletions, comments, pictures}} of the HTML on a clipboard. */
  function clean(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const struck = struckClasses(page);
    const { body } = page;
    for (const node of body.querySelectorAll("script, style, meta, link, title, xml")) node.remove();
    widen(body);
    const isStruck = (node) =>
      node.matches("del, s, strike") ||
      DELETED_CLASS.test(classes(node)) ||
      STRUCK.test(style(node)) ||
      HIDDEN_STYLE.test(style(node)) ||
      [...node.classList].some((name) => struck.has(name));
    const dropped = {
      // Each has its words and a mark, or one of the two.
      comments: Math.max(take(body, isComment), take(body, isMark)),
      deletions: take(body, isStruck),
      pictures: take(body, (node) => node.matches("img, svg, object, video")),
    };
    return { items: window.newsroomPaste.itemsOf(body), dropped };
  }

  window.newsroomPaste.clean = clean;
})();
