// Keeps "The press office is open until 5pm" true on a page that stays open.
// The page is right when it is served and says what comes next; nothing is asked for.
(() => {
  "use strict";
  const MINUTE = 60000;

  const keep = (line) => {
    const changes = JSON.parse(line.dataset.changes);
    const text = line.querySelector("[data-text]");
    const urgent = line.querySelector("[data-urgent]");

    const show = () => {
      while (changes.length && changes[0][0] <= Date.now()) {
        const [, open, words] = changes.shift();
        text.textContent = words;
        line.classList.toggle("press-line--open", open);
        if (urgent) urgent.hidden = open;
      }
      // Not once for the whole wait: a computer that sleeps stops its timers.
      if (changes.length) setTimeout(show, Math.min(changes[0][0] - Date.now(), MINUTE));
    };
    show();
  };

  document.querySelectorAll("[data-changes]").forEach(keep);
})();
