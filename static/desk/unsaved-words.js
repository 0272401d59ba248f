/* Keeps the words of a page's form in this browser until the server has them, and offers them again.

   They are encrypted with a key that the server gives to nobody but who wrote them, and that is
   nowhere stored: decision 0039. */

const PREFIX = "desk-words:";
const SAVED = "desk-words-saved";
const PAUSE = 400;
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "words_copy", "next"]);
const LONDON = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" };

const form = document.querySelector("#page-edit-form");
const offer = document.querySelector("[data-desk-words]");
const mine = crypto.randomUUID?.() ?? "";

let key = null;
let person = null;
let timer = 0;
let place = null;
let changedAt = 0;
let sentAt = 0;

const name = () => `${PREFIX}${person}:${location.pathname}`;

async function keep() {
  clearTimeout(timer);
  if (!key) return;
  const entries = [...new FormData(form)].filter(
    ([field, value]) => typeof value === "string" && !NOT_KEPT.has(field),
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const words = new TextEncoder().encode(JSON.stringify(entries));
  const locked = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, words));
  place = name();
  const copy = { copy: mine, at: Date.now(), iv: inText(iv), words: inText(locked) };
  // A browser whose store is full keeps none.
  try {
    localStorage.setItem(place, JSON.stringify(copy));
  } catch {
    forget(place);
  }
}

function forget(where) {
  if (where) localStorage.removeItem(where);
}

function changed() {
  changedAt = Date.now();
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

/* What was typed while the draft was being saved is not in it. */
function saved() {
  if (changedAt > sentAt) return;
  clearTimeout(timer);
  forget(place);
}

/* Copies that the server has by now, and those that nobody has asked for. */
function tidy() {
  const had = document.cookie.match(new RegExp(`(?:^|; )${SAVED}=([^;]*)`))?.[1];
  if (had) document.cookie = `${SAVED}=; Max-Age=0; Path=/`;
  for (const where of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
    const { copy, at } = JSON.parse(localStorage.getItem(where));
    if (copy === had || Date.now() - at > KEPT_FOR) forget(where);
  }
}

async function offerAgain() {
  const stored = JSON.parse(localStorage.getItem(name()) ?? "null");
  if (!stored || !offer) return;
  let entries;
  try {
    const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: inBytes(stored.iv) }, key, inBytes(stored.words));
    entries = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // The key is another: nobody can read it any more.
    forget(name());
    return;
  }
  offer.querySelector("[data-desk-words-at]").textContent = new Date(stored.at).toLocaleString("en-GB", LONDON);
  const take = offer.querySelector("form");
  take.action = location.href;
  for (const [field, value] of [...entries, ["words_copy", stored.copy]]) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name: field, value });
    take.append(input);
  }
  offer.querySelector("[data-desk-words-delete]").addEventListener("click", () => {
    forget(name());
    offer.hidden = true;
  });
  // Above the form and its panels, where messages stand.
  document.querySelector("main .content").prepend(offer);
  offer.hidden = false;
}

const inText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const inBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

async function begin({ detail }) {
  if (key) return;
  person = detail.person;
  key = await crypto.subtle.importKey("raw", inBytes(detail.key), "AES-GCM", false, ["encrypt", "decrypt"]);
  // A form that comes back with errors, or with what was taken back, holds the words already.
  const holdsThem = form.dataset.wUnsavedForceValue === "true";
  if (!holdsThem) await offerAgain();
  if (holdsThem || changedAt) await keep();
}

tidy();
// Only a page that was sent encrypted can encrypt. Of what is held for a verdict nothing is kept.
if (form && crypto.subtle && !document.querySelector("[data-desk-held]")) {
  const number = document.createElement("input");
  Object.assign(number, { type: "hidden", name: "words_copy", value: mine });
  form.append(number);
  document.addEventListener("desk-session", begin);
  for (const event of ["input", "change"]) form.addEventListener(event, changed);
  // Ahead of the autosave that it sets off.
  document.addEventListener("w-unsaved:add", changed, true);
  form.addEventListener("submit", keep, true);
  form.addEventListener("w-autosave:save", () => {
    sentAt = Date.now();
  });
  form.addEventListener("w-autosave:success", saved);
}
