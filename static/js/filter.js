// Has the boxes of a filter agree with the results beside them. A browser that goes back shows a
// page as it was left: with what was chosen there for the next one.
(() => {
  "use strict";
  const reset = () => document.querySelectorAll(".filter__form").forEach((form) => form.reset());

  addEventListener("pageshow", (event) => {
    const [arrival] = performance.getEntriesByType("navigation");
    if (event.persisted || arrival?.type === "back_forward") reset();
  });
})();
