// Follows work that goes on, then shows what came of it. Without this file the page asks again by itself.
const place = document.querySelector('[data-progress]');
const words = place.querySelector('[role="status"]');
const bar = place.querySelector('progress');

const events = new EventSource(place.dataset.progress);
events.addEventListener('message', ({ data }) => {
  const { text, share, ended } = JSON.parse(data);
  // Said again only when it changes: a screen reader reads every change.
  if (words.textContent !== text) words.textContent = text;
  if (share === null) bar.removeAttribute('value');
  else bar.value = share;
  if (!ended) return;
  events.close();
  location.reload();
});
