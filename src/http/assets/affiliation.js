// Counts again, while profiles are chosen, how many employees are on each and what is still missing. The server says
// the same when the page is sent: without this file nothing is lost but the counting.
const board = document.querySelector('.tj-board-counter');
const selects = [...document.querySelectorAll('select[name^="p/"]')];
const figures = [...board.querySelectorAll('dd')];
const standing = board.querySelector('[role="status"]');
const words = JSON.parse(board.dataset.words);
const elsewhere = board.dataset.elsewhere.split(' ').map(Number);
const mayStayEmpty = board.dataset.mayStayEmpty === 'true';
const french = new Intl.NumberFormat('fr-FR');

// Profile by profile, those without profile last.
function counts() {
  const all = [...elsewhere];
  for (const { value } of selects) all[value === '' ? all.length - 1 : Number(value) - 1] += 1;
  return all;
}

function sentence(unplaced, vacant) {
  const sentences = [];
  if (unplaced === 1) sentences.push(words.unplacedOne);
  if (unplaced > 1) sentences.push(words.unplacedMany.replace('{n}', french.format(unplaced)));
  const many = vacant.length === 1 ? words.vacantOne : words.vacantMany;
  if (vacant.length > 0) sentences.push(many.replace('{profils}', vacant.join(', ')));
  return sentences.length === 0 ? words.complete : sentences.join(' ');
}

function show() {
  const all = counts();
  const unplaced = all.at(-1);
  const vacant = mayStayEmpty ? [] : all.slice(0, -1).flatMap((count, index) => (count === 0 ? [index + 1] : []));
  for (const [index, count] of all.entries()) figures[index].textContent = french.format(count);
  standing.textContent = sentence(unplaced, vacant);
  standing.classList.toggle('tj-standing--complete', unplaced === 0 && vacant.length === 0);
}

for (const select of selects)
  select.addEventListener('change', () => {
    // What was suggested is no longer what is chosen.
    document.getElementById(`${select.id}-origine`)?.remove();
    show();
  });

// A browser that goes back puts the choices of before into the page.
if (selects.length > 0) show();
