// The list of flipped documents: three choices and a search narrow it, each document opens to both outputs side by side.

const page = 50;

function flipBrowser(flips) {
  const list = document.getElementById('flip-list');
  if (!list) return;
  const field = name => document.getElementById('flip-' + name);
  const haystacks = flips.map(flip => [
    flip.task, flip.document, flip.hash, flip.question, flip.target, flip.baseline, flip.answer].join('\n').toLowerCase());
  let found = [], shown = 0;

  function narrow() {
    const words = field('text').value.toLowerCase().split(/\s+/).filter(word => word);
    const candidate = field('candidate').value, task = field('task').value, direction = field('direction').value;
    found = flips.filter((flip, i) => (!candidate || flip.candidate === candidate) && (!task || flip.member === task)
      && (!direction || flip.isLost === (direction === 'lost')) && words.every(word => haystacks[i].includes(word)));
    const lost = found.filter(flip => flip.isLost).length;
    field('count').textContent = `${found.length} of ${flips.length} documents: ${lost} lost, ${found.length - lost} won.`;
    list.replaceChildren();
    shown = 0;
    more();
  }

  function more() {
    const next = found.slice(shown, shown + page).map(item);
    shown += next.length;
    list.append(...next);
    field('more').hidden = shown >= found.length;
    field('more').textContent = `Show ${Math.min(page, found.length - shown)} more of ${found.length - shown}`;
    return next[0];
  }

  field('filters').addEventListener('input', narrow);
  field('filters').addEventListener('submit', event => event.preventDefault());
  field('more').addEventListener('click', () => more()?.querySelector('summary').focus());
  narrow();
}

/** A document; its texts are made when it is opened. */
function item(flip) {
  const entry = element('li'), details = element('details'), summary = element('summary');
  const change = element('span', flip.isLost ? '✘ lost' : '✔ won', flip.isLost ? 'bad' : 'good');
  summary.append(change, element('span', flip.candidate, 'candidate'), element('span', `${flip.task} ${flip.document}`),
    element('span', flip.question === undefined ? 'no texts' : excerpt(flip.question), 'faint excerpt'));
  details.append(summary);
  details.addEventListener('toggle', () => { if (details.open && details.children.length === 1) details.append(body(flip)); });
  entry.append(details);
  return entry;
}

/** The last lines, enough of them to know the document by: the very last is often only "Answer:". */
function excerpt(text) {
  const lines = text.split('\n').map(line => line.trim()).filter(line => line);
  let end = lines.pop() ?? '';
  while (end.length < 40 && lines.length) end = `${lines.pop()} ⏎ ${end}`;
  return end.length > 160 ? '…' + end.slice(-160) : end;
}

function body(flip) {
  const box = element('div', undefined, 'texts');
  if (flip.question === undefined) {
    box.append(element('p', 'The record holds no texts of this document: it stands behind the first of its task, or the task keeps them.'));
  } else {
    const [before, after] = different(flip.baseline, flip.answer);
    box.append(text('The question ends', flip.question), text('Target', flip.target));
    const sides = element('div', undefined, 'sides');
    const right = '✔ right', wrong = '✘ wrong';
    sides.append(text(`Baseline ${flip.isLost ? right : wrong}`, before), text(`${flip.candidate} ${flip.isLost ? wrong : right}`, after));
    box.append(sides);
  }
  box.append(element('p', `document hash ${flip.hash}`, 'faint hash'));
  return box;
}

function text(title, content) {
  const part = element('div'), block = element('pre');
  block.append(...(Array.isArray(content) ? content : [content]));
  part.append(element('p', title, 'caption'), block);
  return part;
}

/** Both texts with what is between their common start and their common end marked. */
function different(a, b) {
  let start = 0, end = 0;
  const most = Math.min(a.length, b.length);
  while (start < most && a[start] === b[start]) start++;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const pieces = whole => [
    whole.slice(0, start), element('mark', whole.slice(start, whole.length - end)), whole.slice(whole.length - end)];
  return [pieces(a), pieces(b)];
}
