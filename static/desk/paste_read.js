/* Reads HTML as plain data: paragraphs, headings, lists and tables. Knows nothing of the admin. */

(() => {
  const MARKER = /mso-list\s*:\s*Ignore/i;
  const LIST_STYLE = /mso-list\s*:\s*l\d+\s+level(\d)/i;
  const NUMBER = /^\(?(?:\d{1,3}|[a-z]|[ivxlc]{1,6})[.)]/i;
  const FOLLOWED = /^(?:https?:|mailto:|tel:|\/(?!\/)|#)/i;
  const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, li, ul, ol, table, blockquote, pre, hr, dl, dt, dd";


  const style = (node) => node.getAttribute?.("style") ?? "";
  const classes = (node) => node.getAttribute?.("class") ?? "";

  function level(node) {
    const named = /^H([1-6])$/.exec(node.tagName);
    if (named) return Number(named[1]);
    if (node.getAttribute("role") === "heading") return Number(node.getAttribute("aria-level")) || 2;
    const ofWord = /\bMso(Title|Heading\w?(\d)?)\b/.exec(classes(node));
    return ofWord ? Number(ofWord[2]) || 1 : 0;
  }

  /* The words of an element as runs: {text, bold, italic, href}; a line break is a new line. */
  function runs(node, look = {}, found = []) {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        const text = child.textContent.replace(/[\s\u00a0]+/g, " ");
        if (text) found.push({ ...look, text });
      } else if (child.nodeName === "BR") {
        found.push({ ...look, text: "\n" });
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        runs(child, lookOf(child, look), found);
      }
    }
    return found;
  }

  function lookOf(node, look) {
    const weight = /(?:^|;)\s*font-weight\s*:\s*(\w+)/i.exec(style(node))?.[1];
    const slant = /(?:^|;)\s*font-style\s*:\s*(\w+)/i.exec(style(node))?.[1];
    const next = { ...look };
    if (node.matches("b, strong")) next.bold = true;
    if (node.matches("i, em")) next.italic = true;
    if (weight) next.bold = weight === "bold" || Number(weight) >= 600;
    if (slant) next.italic = slant === "italic";
    const href = node.matches("a") ? (node.getAttribute("href") ?? "").trim() : "";
    if (FOLLOWED.test(href) && !/^#_/.test(href)) next.href = href;
    return next;
  }

  /* Runs without spaces at the ends of lines, and equal ones as one. */
  function tidy(found) {
    const kept = [];
    for (const run of found) {
      const last = kept.at(-1);
      const text = !last || /\s$/.test(last.text) ? run.text.replace(/^ +/, "") : run.text;
      if (!text) continue;
      const same = last && ["bold", "italic", "href"].every(
        (key) => (last[key] || "") === (run[key] || ""),
      );
      if (same) last.text += text;
      else kept.push({ ...run, text });
    }
    while (kept.length && !kept.at(-1).text.trim()) kept.pop();
    if (kept.length) kept.at(-1).text = kept.at(-1).text.replace(/\s+$/, "");
    while (kept.length && !kept[0].text.trim()) kept.shift();
    if (kept.length) kept[0].text = kept[0].text.replace(/^\s+/, "");
    return kept;
  }

  const plain = (found) => found.map(({ text }) => text).join("");

  /* Two line breaks in a row divide paragraphs. */
  function paragraphs(found) {
    const parts = [[]];
    for (const run of found) {
      if (run.text === "\n" && parts.at(-1).at(-1)?.text === "\n") {
        parts.at(-1).pop();
        parts.push([]);
      } else {
        parts.at(-1).push(run);
      }
    }
    return parts.map(tidy).filter((part) => part.length);
  }

  function readList(list, items, depth) {
    const kind = list.matches("ol") ? "numbered" : "bulleted";
    for (const child of list.children) {
      if (child.matches("ul, ol")) {
        readList(child, items, depth + 1);
      } else {
        const inner = [...child.querySelectorAll("ul, ol")].filter(
          (one) => one.parentElement.closest("ul, ol") === list,
        );
        for (const one of inner) one.remove();
        addPoint(items, kind, depth, tidy(runs(child)));
        for (const one of inner) readList(one, items, depth + 1);
      }
    }
  }

  function addPoint(items, kind, depth, words) {
    const last = items.at(-1);
    if (!words.length) return;
    if (last?.type === "list" && (depth > 0 || last.kind === kind)) {
      last.points.push({ runs: words, depth });
    } else {
      items.push({ type: "list", kind, points: [{ runs: words, depth }] });
    }
  }

  /* Word writes a list as paragraphs, each with its bullet or number typed before it. */
  function readPointOfWord(node, items) {
    const marker = [...node.querySelectorAll("*")].find((one) => MARKER.test(style(one)));
    const sign = marker?.textContent.replace(/[\s\u00a0]/g, "") ?? "";
    marker?.remove();
    const depth = Number(LIST_STYLE.exec(style(node))?.[1] ?? 1) - 1;
    addPoint(items, NUMBER.test(sign) ? "numbered" : "bulleted", depth, tidy(runs(node)));
  }

  function readTable(table, items) {
    const rows = [...table.querySelectorAll("tr")]
      .filter((row) => row.closest("table") === table)
      .map((row) => [...row.children].map((cell) => plain(tidy(runs(spaced(cell))))))
      .filter((row) => row.some((cell) => cell));
    const width = Math.max(0, ...rows.map((row) => row.length));
    if (rows.length < 2 || width < 2) {
      // It only held something in its place.
      for (const cell of table.querySelectorAll("td, th")) {
        if (cell.closest("table") === table) read(cell, items);
      }
      return;
    }
    for (const row of rows) while (row.length < width) row.push("");
    items.push({ type: "table", rows });
  }

  /* The blocks within a cell or a point stay apart when only their words are read. */
  function spaced(node) {
    for (const block of node.querySelectorAll(BLOCKS)) block.append(" ");
    return node;
  }

  function read(node, items) {
    let loose = [];
    const flush = () => {
      for (const words of paragraphs(loose)) items.push({ type: "paragraph", runs: words });
      loose = [];
    };
    for (const child of node.childNodes) {
      const isBlock =
        child.nodeType === Node.ELEMENT_NODE &&
        (child.matches(BLOCKS) || child.querySelector(BLOCKS) !== null);
      if (isBlock) {
        flush();
        readBlock(child, items);
      } else if (child.nodeName === "BR") {
        loose.push({ text: "\n" });
      } else if (child.nodeType === Node.TEXT_NODE) {
        const text = child.textContent.replace(/[\s\u00a0]+/g, " ");
        if (text) loose.push({ text });
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        runs(child, lookOf(child, {}), loose);
      }
    }
    flush();
  }

  function readBlock(node, items) {
    const heading = level(node);
    const isPoint = LIST_STYLE.test(style(node)) && !node.querySelector(BLOCKS);
    if (node.matches("table")) readTable(node, items);
    else if (node.matches("ul, ol")) readList(node, items, 0);
    else if (isPoint) readPointOfWord(node, items);
    else if (heading) {
      const text = plain(tidy(runs(node))).replace(/\s+/g, " ").trim();
      if (text) items.push({ type: "heading", text, level: heading });
    } else read(node, items);
  }

  /* What stands before a point where there are no lists. */
  const sign = ({ kind }, at) => (kind === "numbered" ? `${at + 1}.` : "-");

  /* The items as lines of text. */
  function text(items) {
    return items
      .map((item) => {
        if (item.type === "heading") return item.text;
        if (item.type === "paragraph") return plain(item.runs);
        if (item.type === "table") return item.rows.map((row) => row.join(" | ")).join("\n");
        return item.points
          .map(({ runs: words }, at) => `${sign(item, at)} ${plain(words)}`)
          .join("\n");
      })
      .join("\n\n");
  }

  /* The items of an element, in the order of the page. */
  function itemsOf(body) {
    const items = [];
    read(body, items);
    return items;
  }

  window.newsroomPaste = { itemsOf, text, sign };
})();
