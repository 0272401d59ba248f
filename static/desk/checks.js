/* Keeps the panel "Checks" in line with the form: asks again a moment after each change. */

const PAUSE = 700;

const panel = document.querySelector("[data-desk-checks]");
const form = document.querySelector("form[data-edit-form]");
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

function open() {
  const toggle = document.querySelector('[data-side-panel-toggle="gate"]');
  if (toggle.getAttribute("aria-expanded") !== "true") toggle.click();
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

/* Leads to a field wherever it is: in another tab, in a folded panel, or in the schedule. */
function lead(name, block) {
  const field = form.querySelector(`[data-contentpath="${CSS.escape(name)}"]`);
  if (!field) return;
  const dialog = field.closest("[data-controller~='w-dialog'], .w-dialog");
  if (dialog) {
    document.querySelector(`[data-a11y-dialog-show="${CSS.escape(dialog.id)}"]`)?.click();
    setTimeout(() => focusIn(field), 100);
    return;
  }
  const tab = field.closest("[role=tabpanel]");
  if (tab?.hidden) document.querySelector(`[role=tab][aria-controls="${CSS.escape(tab.id)}"]`)?.click();
  for (let at = field; at; at = at.parentElement.closest("[data-panel]")) {
    const fold = at.querySelector(":scope > .w-panel__header [data-panel-toggle]");
    if (fold?.getAttribute("aria-expanded") === "false") fold.click();
  }
  const blocks = [...field.querySelectorAll("[data-streamfield-child]")].filter(
    (child) => child.parentElement.closest("[data-streamfield-child]") === null,
  );
  focusIn(blocks[block - 1] ?? field);
}

function focusIn(place) {
  const target = place.querySelector(
    "[contenteditable=true], textarea, input:not([type=hidden]), select, button",
  );
  place.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}

if (panel && form) {
  for (const event of ["input", "change"]) form.addEventListener(event, soon);
  // Rich text and blocks that are moved or deleted tell Wagtail, which tells everybody.
  document.addEventListener("w-unsaved:add", soon);
  form.addEventListener("w-autosave:success", soon);
  panel.addEventListener("click", (event) => {
    const way = event.target.closest("[data-desk-field]");
    if (way) lead(way.dataset.deskField, Number(way.dataset.deskBlock) || 0);
  });
  // A refusal leads here.
  if (location.hash === `#${panel.id}`) open();
  soon();
}
