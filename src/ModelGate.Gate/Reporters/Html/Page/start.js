// Draws every chart that the page has a place for, and again when the colours or the choices change.

const charts = [];

function place(name, draw, controls) {
  const found = document.querySelector(`[data-chart="${name}"]`);
  if (!found) return;
  const chart = new Chart(found, draw);
  charts.push(chart);
  for (const id of controls) document.getElementById(id)?.addEventListener('change', () => chart.redraw());
}

const value = id => document.getElementById(id).value;

if (data.recovery) place('recovery', recoveryChart(data.recovery), []);
if (data.tradeoff) {
  const chosen = () => ({ suite: value('tradeoff-suite'), scenario: value('tradeoff-scenario'), latency: value('tradeoff-latency') });
  place('tradeoff', tradeoffChart(data.tradeoff, chosen), ['tradeoff-suite', 'tradeoff-scenario', 'tradeoff-latency']);
}
data.errors.forEach((map, i) => place(`errors:${i}`, errorChart(map, () => value('errors-measure')), ['errors-measure']));
flipBrowser(data.flips);

for (const query of ['(prefers-color-scheme: dark)', 'print']) {
  matchMedia(query).addEventListener('change', () => charts.forEach(chart => chart.redraw()));
}
for (const form of document.querySelectorAll('form.controls')) form.addEventListener('submit', event => event.preventDefault());
