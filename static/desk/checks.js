/* Keeps the panel "Checks" in line with the form: asks again a moment after each change. */

const PAUSE = 700;

/* How long a tab or a dialog takes to open. */
const OPENING = 300;

const WRITTEN_IN = "[contenteditable=true], textarea, input:not([type=hidden]), select";
const PRESSED = "button:not([data-panel-toggle], [data-component])";

const panel = document.querySelector("[data-desk-checks]");
const form = document.querySelector("form[data-edit-form]");
const problems = panel?.querySelector("[data-desk-problems]");
const list = panel?.querySelector("[data-desk-checks-list]");

let timer = 0;
let asking = null;

/* The form's own address, which an autosave of a new page changes, leads to its checks. */
const address = () => new URL("checks/", new URL(form.action, document.baseURI));

async function ask() {
  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  try {
    const answer = await fetch(address(), {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      signal: mine.signal,
    });
    if (!answer.ok) throw new Error(answer.statusText);
    show(await answer.json());
    offline(false);
  } catch (error) {
    if (error.name !== "AbortError") offline(true);
  }
}

function offline(yes) {
  panel.querySelector("[data-desk-checks-offline]").hidden = !yes;
}

function show({ html, count }) {
  const held = heldBy(document.activeElement);
  list.innerHTML = html;
  held?.(list)?.focus();
  const sum = list.querySelector("[data-desk-checks-sum]").textContent.replace(/\s+/g, " ").trim();
  const status = panel.querySelector("[data-desk-checks-status]");
  // Said again only when it is news.
  if (status.textContent !== sum) status.textContent = sum;
  const mark = document.querySelector(
    '[data-side-panel-toggle="gate"] [data-side-panel-toggle-counter]',
  );
  mark.textContent = String(count);
  mark.hidden = count === 0;
}

/* The list is written anew: whoever stands on one of its buttons stays there. */
function heldBy(element) {
  if (!list.contains(element)) return null;
  const { deskField: field, deskBlock: block = "" } = element.dataset;
  if (!field) return null;
  return (root) =>
    [...root.querySelectorAll("[data-desk-field]")].find(
      ({ dataset }) => dataset.deskField === field && (dataset.deskBlock ?? "") === block,
    );
}

/* Whoever has never opened or closed a panel finds this one open, where there is room. */
function isNew() {
  return localStorage.getItem("wagtail:side-panel-open") === null && innerWidth >= 1200;
}

function open() {
  const toggle = document.querySelector('[data-side-panel-toggle="gate"]');
  if (toggle.getAttribute("aria-expanded") !== "true") toggle.click();
}

/* Whoever presses a button for it is led into the panel, which lies over the form where it is narrow. */
function leadHere() {
  open();
  panel.tabIndex = -1;
  setTimeout(() => panel.focus(), OPENING);
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

/* Leads to a field wherever it is: in another tab, in a folded panel, or in the schedule. */
function lead(name, block) {
  const field = form.querySelector(`[data-contentpath="${CSS.escape(name)}"]`);
  if (!field) return;
  const hidden = uncover(field);
  const blocks = [...field.querySelectorAll("[data-streamfield-child]")].filter(
    (child) => child.parentElement.closest("[data-streamfield-child]") === null,
  );
  setTimeout(() => focusIn(blocks[block - 1] ?? field), hidden ? OPENING : 0);
}

/* Opens what the field is hidden in; whether anything had to be opened. */
function uncover(field) {
  const doors = [];
  const dialog = field.closest(".w-dialog");
  if (dialog) doors.push(document.querySelector(`[data-a11y-dialog-show="${CSS.escape(dialog.id)}"]`));
  const tab = field.closest("[role=tabpanel]");
  if (tab?.hidden) doors.push(document.querySelector(`[role=tab][href="#${CSS.escape(tab.id)}"]`));
  for (let at = field.closest("[data-panel]"); at; at = at.parentElement.closest("[data-panel]")) {
    const fold = at.querySelector(":scope > .w-panel__header [data-panel-toggle]");
    if (fold?.getAttribute("aria-expanded") === "false") doors.push(fold);
  }
  for (const door of doors) door?.click();
  return doors.length > 0;
}

function focusIn(place) {
  const target = [WRITTEN_IN, PRESSED].map((kind) => place.querySelector(kind)).find(Boolean);
  place.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}

if (panel && form) {
  for (const event of ["input", "change"]) form.addEventListener(event, soon);
  // Rich text and blocks that are moved or deleted tell Wagtail, which tells everybody.
  document.addEventListener("w-unsaved:add", soon);
  form.addEventListener("w-autosave:success", soon);
  for (const place of [panel, problems]) {
    place?.addEventListener("click", (event) => {
      const way = event.target.closest("[data-desk-field]");
      if (way) lead(way.dataset.deskField, Number(way.dataset.deskBlock) || 0);
    });
  }
  for (const way of document.querySelectorAll("[data-desk-open-checks]")) {
    way.addEventListener("click", leadHere);
  }
  // What was not saved is said above the form, to whoever sees it and to whoever hears it.
  if (problems) {
    document.querySelector("main .content").prepend(problems);
    problems.focus();
  }
  // A refusal leads here. Wagtail opens its panels no earlier than when the page is loaded.
  window.addEventListener("load", () => {
    if (location.hash === `#${panel.id}` || isNew()) open();
  });
  // A page still to be created has nothing to be asked about before somebody writes.
  if (!("deskChecksNew" in panel.dataset)) soon();
}
