// Keeps "The press office is open until 5pm", and which number is to be rung, true on a page that
// stays open. The page is right when it is served and says what comes next; nothing is asked for.
(() => {
  "use strict";
  const MINUTE = 60000;

  const keep = (line) => {
    const changes = JSON.parse(line.dataset.changes);
    const text = line.querySelector("[data-text]");
    // What is shown only while the desk is open, or only while it is closed.
    const parts = line.querySelectorAll("[data-when]");
    const hasOther = line.querySelector("[data-when=closed]");

    const show = () => {
      while (changes.length && changes[0][0] <= Date.now()) {
        const [, open, words] = changes.shift();
        if (text) text.textContent = words;
        line.classList.toggle("press-line--open", open);
        // A desk with one number by day and by night keeps it.
        for (const part of hasOther ? parts : []) {
          part.hidden = (part.dataset.when === "open") !== open;
        }
      }
      // Not once for the whole wait: a computer that sleeps stops its timers.
      if (changes.length) setTimeout(show, Math.min(changes[0][0] - Date.now(), MINUTE));
    };
    show();
  };

  document.querySelectorAll("[data-changes]").forEach(keep);
})();
