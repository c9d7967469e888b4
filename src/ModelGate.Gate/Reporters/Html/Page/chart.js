// A chart in its place: redrawn when its width or the colours change, walked through with the arrow keys.

const data = JSON.parse(document.getElementById('data').textContent);
const announcer = document.getElementById('announcer');

/** The page's colours as the style sheet sets them for light, dark and paper. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  const names = ['text', 'faint', 'line', 'page', 'surface', 'accent', 'good', 'bad', 'doubtful', 'neutral', 'low', 'middle', 'high', 'turn'];
  return Object.fromEntries(names.map(name => [name, style.getPropertyValue('--' + name).trim()]));
}

/** An element with text. What stands in the text stays text. */
function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** A point's lines, the first one as its title. */
function tooltip(lines) {
  const box = element('div', undefined, 'tip');
  lines.forEach((line, i) => box.append(element(i === 0 ? 'strong' : 'span', line)));
  return box;
}

class Chart {
  /**
   * @param draw (width in pixels, colours) → {height, option, points}; points: {series, index, lines, column, row}, in reading order.
   */
  constructor(place, draw) {
    this.place = place;
    this.draw = draw;
    this.canvas = element('div');
    place.append(this.canvas);
    place.addEventListener('keydown', event => this.walk(event));
    place.addEventListener('blur', () => this.leave());
    new ResizeObserver(() => { if (place.clientWidth !== this.width) this.redraw(); }).observe(place);
    this.redraw();
  }

  redraw() {
    this.width = this.place.clientWidth;
    if (this.width === 0) return;
    const palette = colours();
    const { height, option, points } = this.draw(this.width, palette);
    this.points = points;
    this.at = -1;
    if (this.chart) this.chart.dispose();
    this.canvas.style.height = height + 'px';
    this.chart = echarts.init(this.canvas, null, { renderer: 'svg', width: this.width, height });
    this.chart.setOption({
      animation: false,
      textStyle: { color: palette.text, fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: true, label: { description: this.place.getAttribute('aria-label') } },
      tooltip: {
        confine: true, backgroundColor: palette.surface, borderColor: palette.line, textStyle: { color: palette.text },
        formatter: found => {
          const point = this.points.find(p => p.series === found.seriesIndex && p.index === found.dataIndex);
          return point ? tooltip(point.lines) : null;
        },
      },
      ...option,
    });
  }

  walk(event) {
    if (!this.points.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this.points.length - 1;
    const here = this.points[this.at];
    const vertical = step => {
      const inColumn = this.points.map((point, i) => i).filter(i => here && this.points[i].column === here.column);
      const next = inColumn[inColumn.indexOf(this.at) + step];
      return here && here.column !== undefined ? (next ?? this.at) : this.at + step;
    };
    const targets = {
      ArrowRight: () => this.at + 1, ArrowLeft: () => this.at - 1, ArrowDown: () => vertical(1), ArrowUp: () => vertical(-1),
      Home: () => 0, End: () => last,
    };
    if (event.key === 'Escape') { this.leave(); return; }
    if (!targets[event.key]) return;
    event.preventDefault();
    this.at = Math.min(Math.max(targets[event.key](), 0), last);
    const point = this.points[this.at];
    this.chart.dispatchAction({ type: 'downplay' });
    this.chart.dispatchAction({ type: 'highlight', seriesIndex: point.series, dataIndex: point.index });
    this.chart.dispatchAction({ type: 'showTip', seriesIndex: point.series, dataIndex: point.index });
    announcer.textContent = point.lines.join('. ');
  }

  leave() {
    this.at = -1;
    if (!this.chart) return;
    this.chart.dispatchAction({ type: 'downplay' });
    this.chart.dispatchAction({ type: 'hideTip' });
  }
}

/** A symbol that says without colour what the colour says. */
const shapes = { good: 'circle', doubtful: 'triangle', bad: 'diamond', neutral: 'rect' };

const marks = { good: '✔', doubtful: '?', bad: '✘', neutral: '' };

const percent = (share, digits = 1) => (share * 100).toFixed(digits) + ' %';
