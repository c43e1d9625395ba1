// While rates are typed: says what is doubtful at once, keeps the page when a field is left, and copies the text for
// the caisse. Without this file the same is said and kept when the page is sent.
const PAUSE_MS = 500;
const PATIENCE_MS = 5_000;

const form = document.querySelector('form#taux');
if (form !== null) watch(form);

function watch(form) {
  const status = document.createElement('p');
  status.className = 'tj-fine';
  status.setAttribute('role', 'status');
  form.append(status);
  let pause;
  // One request after the other, so that versions follow each other.
  let last = Promise.resolve();
  let waiting = 0;
  const ask = (keep) => {
    clearTimeout(pause);
    waiting += 1;
    last = last
      .then(() => send(form, status, keep))
      .catch(() => {
        status.textContent = 'Brouillon non gardé : la connexion manque. Votre saisie reste sur la page.';
      })
      .finally(() => (waiting -= 1));
  };
  form.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE_MS, false);
  });
  form.addEventListener('change', () => ask(true));
  // What is on its way could reach the server after the page, with what was typed before: the page waits for it, and
  // once it is sent, nothing else is.
  let leaving = false;
  form.addEventListener('submit', (event) => {
    clearTimeout(pause);
    if (waiting === 0) {
      last = new Promise(() => undefined);
      return;
    }
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    void last.then(() => {
      leaving = false;
      form.requestSubmit(event.submitter);
    });
  });
}

async function send(form, status, keep) {
  const body = new URLSearchParams(new FormData(form));
  if (keep) body.set('keep', 'oui');
  const answer = await fetch(form.action, {
    ...{ method: 'POST', body, headers: { accept: 'application/json' } },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  const { version, findings, message } = await answer.json();
  form.elements.version.value = String(version);
  await released;
  findings.forEach((html, index) => show(form.querySelector(`[data-findings="${index + 1}"]`), html));
  status.textContent = message ?? (keep ? 'Brouillon gardé.' : status.textContent);
}

// A button that moves under a pressed pointer loses its click: what would move the page waits until it is let go.
let released = Promise.resolve();
addEventListener('pointerdown', () => {
  released = new Promise((resolve) => {
    for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => setTimeout(resolve), { once: true });
  });
});

/** Leaves alone what is being typed in, and what says the same already. */
function show(place, html) {
  if (place === null || place.contains(document.activeElement) || place.dataset.shown === html) return;
  const typed = new Map([...place.querySelectorAll('input[type="hidden"]')].map((key) => [key.value, reasonOf(key)]));
  place.innerHTML = html;
  place.dataset.shown = html;
  for (const key of place.querySelectorAll('input[type="hidden"]')) {
    const reason = key.parentElement.querySelector('textarea');
    if (typed.get(key.value)) reason.value = typed.get(key.value);
  }
}

const reasonOf = (key) => key.parentElement.querySelector('textarea')?.value ?? '';

const letter = document.querySelector('textarea#courrier');
if (letter !== null && navigator.clipboard !== undefined) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'govuk-button govuk-button--secondary';
  button.textContent = 'Copier le texte';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(letter.value);
    button.textContent = 'Texte copié';
  });
  letter.after(button);
}
