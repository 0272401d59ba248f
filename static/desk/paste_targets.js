/* Puts what was read from a clipboard into rich text, and into blocks of a body. */

(() => {
  const paste = window.newsroomPaste;

  /* The bodies on this screen: paste_body.js, which may run first, adds them. */
  const bodies = (window.newsroomBodies ??= new Map());

  const escape = (text) => {
    const node = document.createElement("span");
    node.textContent = text;
    return node.innerHTML.replace(/"/g, "&quot;").replace(/\n/g, "<br>");
  };

  function inline(runs) {
    return runs
      .map(({ text, bold, italic, href }) => {
        let html = escape(text);
        if (italic) html = `<i>${html}</i>`;
        if (bold) html = `<b>${html}</b>`;
        return href ? `<a href="${escape(href)}">${html}</a>` : html;
      })
      .join("");
  }

  const HEADINGS = ["", "one", "two", "three", "four", "five", "six"];

  /* The heading of the field that is nearest to a level; 0 if it has none. */
  function offered(types, level) {
    const has = (number) => types.has(`header-${HEADINGS[number]}`);
    const near = [1, 2, 3, 4, 5, 6].filter(has);
    near.sort((one, other) => Math.abs(one - level) - Math.abs(other - level));
    return near[0] ?? 0;
  }

  /* The items as HTML that Draft.js reads, given the kinds of block that the field has. What it
     does not have becomes paragraphs, and is counted in `flattened`. */
  function html(items, types, flattened) {
    return items
      .map((item) => {
        if (item.type === "paragraph") return `<p>${inline(item.runs)}</p>`;
        if (item.type === "heading") {
          const level = offered(types, item.level);
          if (!level) flattened.headings += 1;
          const tag = level ? `h${level}` : "p";
          return `<${tag}>${escape(item.text)}</${tag}>`;
        }
        if (item.type === "table") {
          flattened.tables += 1;
          return item.rows.map((row) => `<p>${escape(row.join(" | "))}</p>`).join("");
        }
        const numbered = item.kind === "numbered";
        if (!types.has(numbered ? "ordered-list-item" : "unordered-list-item")) {
          flattened.lists += 1;
          return item.points
            .map(({ runs }, at) => `<p>${paste.sign(item, at)} ${inline(runs)}</p>`)
            .join("");
        }
        return nested(item.points, numbered ? "ol" : "ul");
      })
      .join("");
  }

  /* Draft.js keeps the depth of a point from the lists around it. */
  function nested(points, tag) {
    let depth = 0;
    let out = `<${tag}>`;
    for (const point of points) {
      const wanted = Math.min(point.depth, depth + 1);
      for (; depth < wanted; depth += 1) out += `<${tag}>`;
      for (; depth > wanted; depth -= 1) out += `</${tag}>`;
      out += `<li>${inline(point.runs)}</li>`;
    }
    return out + `</${tag}>`.repeat(depth + 1);
  }

  /* As many characters as the block of a heading takes. */
  const LONGEST_HEADING = 200;

  const key = () => Math.random().toString(36).slice(2, 7).padEnd(5, "0");

  /* The state that Draftail opens with: each list of runs is one paragraph of it. */
  function state(paragraphs) {
    const entityMap = {};
    const blocks = paragraphs.map((runs) => {
      const block = { key: key(), text: "", type: "unstyled", depth: 0 };
      block.inlineStyleRanges = [];
      block.entityRanges = [];
      for (const { text, bold, italic, href } of runs) {
        const range = { offset: block.text.length, length: text.length };
        if (bold) block.inlineStyleRanges.push({ ...range, style: "BOLD" });
        if (italic) block.inlineStyleRanges.push({ ...range, style: "ITALIC" });
        if (href) {
          const entity = Object.keys(entityMap).length;
          entityMap[entity] = { type: "LINK", mutability: "MUTABLE", data: { url: href } };
          block.entityRanges.push({ ...range, key: entity });
        }
        block.text += text;
      }
      return block;
    });
    return JSON.stringify({ blocks, entityMap });
  }

  const entries = (values) => values.map((value) => ({ value, id: crypto.randomUUID() }));

  /* The items as blocks of a body. */
  function blocks(items) {
    const made = [];
    let run = [];
    const flush = () => {
      if (run.length) made.push({ type: "paragraph", value: state(run) });
      run = [];
    };
    for (const item of items) {
      if (item.type === "paragraph" || item.text?.length > LONGEST_HEADING) {
        run.push(item.runs ?? [{ text: item.text }]);
        continue;
      }
      flush();
      if (item.type === "heading") {
        const level = item.level > 2 ? "h3" : "h2";
        made.push({ type: "heading", value: { text: item.text, level } });
      } else if (item.type === "list") {
        const points = entries(item.points.map(({ runs }) => state([runs])));
        made.push({ type: "list", value: { style: item.kind, items: points } });
      } else {
        const [head, ...rows] = item.rows;
        const value = { caption: "", header: entries(head), header_column: true };
        made.push({ type: "table", value: { ...value, rows: entries(rows.map(entries)) } });
      }
    }
    flush();
    return made;
  }

  /* The body and the block of it that an editor is in; null for any other rich text. */
  function blockOf(target) {
    const element = target.closest("[data-streamfield-child]");
    for (const stream of bodies.values()) {
      const child = stream.children.find((one) => one.element === element);
      if (child?.type === "paragraph") return { stream, child };
    }
    return null;
  }

  /* Puts blocks where the cursor is: what stands before and after it stays before and after.
     Returns what takes all of it back. */
  function insert({ stream, child }, items) {
    const { DraftJS, draftail } = window;
    const { widget } = child.block;
    const before = widget.getState();
    const stood = new Set(stream.children);
    if (!before.getSelection().isCollapsed()) {
      const cut = DraftJS.Modifier.removeRange(
        before.getCurrentContent(),
        before.getSelection(),
        "forward",
      );
      widget.setState(DraftJS.EditorState.push(before, cut, "remove-range"));
    }
    const { stateBefore, stateAfter, shouldMoveCommentFn } = draftail.splitState(widget.getState());
    const isEmpty = (one) => !one.getCurrentContent().getPlainText().trim();
    if (!isEmpty(stateAfter)) child.split(stateBefore, stateAfter, shouldMoveCommentFn);
    let at = child.index;
    const made = blocks(items);
    for (const block of made) {
      at += 1;
      const focus = at === child.index + made.length;
      stream.insert({ ...block, id: crypto.randomUUID() }, at, { focus });
    }
    if (isEmpty(stateBefore)) stream.deleteBlock(child.index);
    const added = stream.children.filter((one) => !stood.has(one));
    return () => {
      const at = stream.children.includes(child) ? child.index : added[0].index;
      for (const one of added) if (stream.children.includes(one)) stream.deleteBlock(one.index);
      if (stream.children.includes(child)) {
        widget.setState(before);
      } else {
        const value = JSON.stringify(DraftJS.convertToRaw(before.getCurrentContent()));
        const block = { type: "paragraph", value, id: crypto.randomUUID() };
        stream.insert(block, Math.min(at, stream.children.length), { focus: true });
      }
    };
  }

  Object.assign(paste, { html, insert, blockOf });
})();
