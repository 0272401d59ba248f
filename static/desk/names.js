/* Gives names to what Wagtail 8.0 leaves without one: rich text, the entries of a list of texts, the
   field of tags, and the buttons of the date picker. */

{
  const NAMELESS = [
    "[role=textbox]:not([aria-label], [aria-labelledby])",
    ".tagit input:not([aria-label])",
    "textarea[name$='-value']:not([aria-label])",
  ].join();

  const BUTTONS = Object.entries(JSON.parse(document.currentScript.dataset.words));

  const nameOf = (field) => {
    for (let at = field.parentElement; at; at = at.parentElement) {
      const label = at.querySelector(":scope > .w-field__label, :scope > label, :scope > .w-panel__header [data-panel-heading-text]");
      const words = label?.textContent.replace("*", "").trim();
      if (words) return words;
    }
    return "";
  };

  const name = () => {
    for (const field of document.querySelectorAll(NAMELESS)) {
      if (field.labels?.length && !field.closest(".tagit")) continue;
      const words = nameOf(field);
      if (words) field.setAttribute("aria-label", words);
    }
    for (const [which, words] of BUTTONS) {
      for (const button of document.querySelectorAll(`${which}:not([aria-label])`)) button.setAttribute("aria-label", words);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    name();
    new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  });
}
