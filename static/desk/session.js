/* Warns before the session ends, and logs in again in place: what was written stays on the screen.

   The server alone knows when the session ends, since another tab may use it: whatever is shown
   here follows an answer of it. */

const WARNING = 10 * 60;
const SOON = 20;
const LONDON = { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" };

const root = document.querySelector("[data-desk-session]");
const ending = document.querySelector("[data-desk-session-ending]");
const over = document.querySelector("[data-desk-session-over]");
const other = document.querySelector("[data-desk-session-other]");
const frame = over?.querySelector("iframe");

/* Whose screen this is; a page that was refused belongs to whoever logs in first. */
let person = root?.dataset.person ?? "";
let token = null;
let timer = 0;

async function ask(method = "GET") {
  const sent = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(root.dataset.deskSession, {
    method,
    headers: { Accept: "application/json", "X-CSRFToken": token ?? sent },
  });
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

/* What of the session is so now; `null` where nobody is logged in. */
async function look(method = "GET") {
  try {
    follow(await ask(method));
    return true;
  } catch {
    // Without an answer nothing is known: ask again.
    later(SOON);
    return false;
  }
}

function follow(session) {
  if (session === null) {
    close(ending);
    logIn();
    return;
  }
  if (person && person !== String(session.person)) {
    close(over);
    show(other);
    return;
  }
  person = String(session.person);
  token = session.token;
  close(over);
  if (session.seconds > WARNING) {
    close(ending);
    later(session.seconds - WARNING);
  } else if (session.most_seconds <= WARNING) {
    // Nothing that is done here would prolong it: it has lasted as long as any may.
    close(ending);
    later(session.seconds + 1);
  } else {
    const at = new Date(Date.now() + session.seconds * 1000);
    ending.querySelector("[data-desk-session-at]").textContent = at.toLocaleTimeString("en-GB", LONDON);
    show(ending);
    // Another tab may be used meanwhile.
    later(Math.min(session.seconds + 1, SOON));
  }
  document.dispatchEvent(new CustomEvent("desk-session", { detail: session }));
}

/* Browsers wait at most 24 days, and sleep when the machine does: `focus` asks again. */
function later(seconds) {
  clearTimeout(timer);
  timer = setTimeout(look, seconds * 1000);
}

function show(dialog) {
  if (!dialog.open) dialog.showModal();
}

function close(dialog) {
  if (dialog.open) dialog.close();
}

function logIn() {
  if (over.open) return;
  frame.src = frame.dataset.src;
  show(over);
}

/* The dialog's log-in has come to its end. Autosave tries again. */
async function resume() {
  frame.removeAttribute("src");
  await look();
  const form = document.querySelector("[data-edit-form]");
  const tell = (name) => form?.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail: { type: "edits" } }));
  // Takes away that autosave is paused, and has it save.
  tell("w-unsaved:clear");
  tell("w-unsaved:add");
  for (const form of document.querySelectorAll("[data-desk-refused]")) {
    form.querySelector("[data-desk-session-log-in]")?.remove();
    form.querySelector("[type=submit]").hidden = false;
    form.querySelector("[type=submit]").focus();
  }
}

function keepTokens() {
  // A log-in renews the token: forms and scripts that were there before it send the new one.
  document.addEventListener("formdata", ({ formData }) => {
    if (token && formData.has("csrfmiddlewaretoken")) formData.set("csrfmiddlewaretoken", token);
  });
  const send = window.fetch;
  window.fetch = (resource, options) => {
    const headers = new Headers(options?.headers);
    if (!token || !headers.has("X-CSRFToken")) return send.call(window, resource, options);
    headers.set("X-CSRFToken", token);
    return send.call(window, resource, { ...options, headers });
  };
}

if (root) {
  keepTokens();
  ending.querySelector("[data-desk-session-stay]").addEventListener("click", async () => {
    ending.querySelector("[role=alert]").hidden = await look("POST");
  });
  over.querySelector("[data-desk-session-later]").addEventListener("click", () => over.close());
  frame.addEventListener("load", () => {
    if (frame.contentWindow.location.pathname === frame.dataset.done) resume();
    else frame.contentDocument.querySelector("main input:not([type=hidden])")?.focus();
  });
  document.querySelector("[data-desk-session-log-in]")?.addEventListener("click", logIn);
  window.addEventListener("focus", () => look());
  document.addEventListener("w-autosave:error", () => look());
  // Nothing leads past it but another screen.
  other.addEventListener("cancel", (event) => event.preventDefault());
  if (person) look();
}
