// Dumbbells: a heading for each suite or task, under it a lane for each candidate.

const headingHeight = 26, laneHeight = 22;

function recoveryChart(recovery) {
  const lines = [];
  for (const row of recovery.rows) {
    lines.push({ row });
    for (const lane of row.lanes) lines.push({ row, lane });
  }
  return (width, palette) => {
    const isNarrow = width < 560;
    const tops = [];
    let height = 0;
    for (const line of lines) {
      tops.push(height);
      height += line.lane ? laneHeight : headingHeight;
    }
    const [low, high] = extent(lines);
    const grid = { left: isNarrow ? 70 : 120, right: isNarrow ? 72 : 190, top: 8, bottom: 44 };
    const lanes = lines.map((line, i) => ({ ...line, i })).filter(line => line.lane);
    const headings = lines.map((line, i) => ({ ...line, i })).filter(line => !line.lane);
    return {
      height: height + grid.top + grid.bottom,
      points: lanes.map((line, index) => ({ series: 0, index, lines: laneLines(line.row, line.lane) })),
      option: {
        grid,
        xAxis: {
          type: 'value', min: low, max: high, name: 'recovery of the baseline\'s score', nameLocation: 'middle', nameGap: 28,
          nameTextStyle: { color: palette.faint },
          axisLabel: { color: palette.faint, hideOverlap: true, formatter: value => percent(value, high - low < 0.05 ? 1 : 0) },
          axisLine: { show: true, lineStyle: { color: palette.line } }, splitLine: { lineStyle: { color: palette.line, opacity: 0.6 } },
        },
        yAxis: { type: 'value', min: 0, max: height, inverse: true, show: false },
        series: [
          {
            type: 'custom', clip: false, data: lanes.map(line => [line.lane.value ?? 1, tops[line.i] + laneHeight / 2]),
            encode: { x: 0, y: 1 },
            renderItem: (params, api) => lane(lanes[params.dataIndexInside].lane, tops[lanes[params.dataIndexInside].i] + laneHeight / 2,
              api, palette, { low, high, left: grid.left, width, isNarrow }),
            markLine: {
              silent: true, symbol: 'none', lineStyle: { color: palette.faint, type: 'solid', width: 1 }, label: { show: false },
              data: [{ xAxis: 1 }],
            },
          },
          {
            type: 'custom', silent: true, clip: false, data: headings.map(line => [low, tops[line.i]]), encode: { x: 0, y: 1 },
            renderItem: (params, api) => heading(headings[params.dataIndexInside].row,
              api.coord([low, tops[headings[params.dataIndexInside].i]])[1], width, palette),
          },
        ],
      },
    };
  };
}

/**
 * From the smallest to the largest number drawn, 100 % included, with a little room. Tasks whose baseline guesses do not stretch it: what
 * lies outside is drawn at the edge.
 */
function extent(all) {
  const meaningful = all.filter(({ row }) => row.isAboveChance !== false);
  const lines = meaningful.length ? meaningful : all;
  const values = lines.flatMap(({ lane }) => lane
    ? [lane.value, lane.low, lane.high, ...lane.bounds.flatMap(bound => [bound.limit, beyond(bound)])] : []);
  const known = [1, ...values.filter(value => value !== null && value !== undefined)];
  const low = Math.min(...known), high = Math.max(...known), room = Math.max((high - low) * 0.04, 0.002);
  const step = high - low < 0.04 ? 0.005 : high - low < 0.2 ? 0.01 : 0.05;
  const snap = (value, to) => Number((to(value / step) * step).toFixed(4));
  return [snap(low - room, Math.floor), snap(high + room, Math.ceil)];
}

const beyond = bound => bound.word === 'at-least' ? bound.limit - bound.margin : bound.limit + bound.margin;

function heading(row, y, width, palette) {
  const facts = [`${row.documents.toLocaleString('en')} documents`, `baseline ${percent(row.baseline)}`];
  if (row.isAboveChance === false) facts.push('not above chance');
  return {
    type: 'text', silent: true, x: 0, y: y + 7,
    style: {
      text: `{name|${plain(row.name)}}  {facts|${facts.join(', ')}}`, width: width - 8, overflow: 'truncate', verticalAlign: 'top',
      backgroundColor: palette.page,
      rich: {
        name: { fill: palette.text, fontWeight: row.isSuite ? 700 : 600, fontSize: row.isSuite ? 14 : 13 },
        facts: { fill: palette.faint, fontSize: 12 },
      },
    },
  };
}

/** Braces would start and end a style in the library's text. */
const plain = text => text.replace(/[{}|]/g, ' ');

function lane(lane, y, api, palette, space) {
  const at = value => api.coord([Math.min(Math.max(value, space.low), space.high), y]);
  const [, middle] = at(1), ink = palette[lane.tone];
  const children = [
    label(lane.candidate, space.left - 10, middle, 'right', palette.text, space.left - 12),
    bar(space.left, middle - 10, at(space.high)[0] - space.left, 20, { fill: 'transparent' }),
  ];
  for (const bound of lane.bounds) {
    children.push(line(at(bound.limit)[0], middle - 9, at(bound.limit)[0], middle + 9, { stroke: palette.text, lineWidth: 2 }));
    if (bound.margin > 0) {
      const x = at(beyond(bound))[0];
      children.push(line(x, middle - 9, x, middle + 9, { stroke: palette.text, lineWidth: 1.5, lineDash: [2, 2] }));
    }
  }
  if (lane.value === undefined) {
    children.push(label('not applicable', at(1)[0] + 10, middle, 'left', palette.faint));
    return { type: 'group', children };
  }
  const from = at(lane.low ?? space.low)[0], to = at(lane.high ?? space.high)[0];
  if (lane.low !== undefined || lane.high !== undefined) {
    children.push(bar(from, middle - 4, to - from, 8, { fill: ink, opacity: 0.28 }, 4));
  }
  const x = at(lane.value)[0];
  const outside = lane.value > space.high ? '▸' : lane.value < space.low ? '◂' : '';
  children.push(
    line(at(1)[0], middle, x, middle, { stroke: ink, lineWidth: 2, lineDash: outside ? [4, 3] : null }),
    { type: 'circle', shape: { cx: at(1)[0], cy: middle, r: 4 }, style: { fill: palette.page, stroke: palette.text, lineWidth: 1.5 } },
    outside ? label(outside, x, middle, 'center', ink) : symbol(lane.tone, x, middle, ink, palette.page),
    label(`${marks[lane.tone]} ${space.isNarrow ? percent(lane.value) : lane.text}`.trim(), at(space.high)[0] + 8, middle, 'left',
      lane.tone === 'neutral' ? palette.text : ink));
  return { type: 'group', children };
}

const bar = (x, y, width, height, style, r = 0) => ({ type: 'rect', shape: { x, y, width, height, r }, style });

const line = (x1, y1, x2, y2, style) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });

const label = (text, x, y, align, fill, width) => ({
  type: 'text', style: { text, x, y, align, verticalAlign: 'middle', fill, fontSize: 12, width, overflow: width ? 'truncate' : 'none' },
});

function symbol(tone, x, y, fill, stroke) {
  const outlines = {
    neutral: [[-5, -5], [5, -5], [5, 5], [-5, 5]], doubtful: [[0, -7], [7, 5], [-7, 5]], bad: [[0, -7], [7, 0], [0, 7], [-7, 0]],
  };
  const style = { fill, stroke, lineWidth: 1 };
  return outlines[tone]
    ? { type: 'polygon', shape: { points: outlines[tone].map(([dx, dy]) => [x + dx, y + dy]) }, style }
    : { type: 'circle', shape: { cx: x, cy: y, r: 6 }, style };
}

const outcomes = { good: 'gates passed', bad: 'a gate failed', doubtful: 'a gate is undecided', neutral: 'no gate is about it' };

function laneLines(row, lane) {
  return [
    `${lane.candidate} on ${row.name}`, `recovery ${lane.text}`, `score ${percent(lane.score)}, baseline ${percent(row.baseline)}`,
    `${row.documents.toLocaleString('en')} documents`,
    ...lane.bounds.map(bound => `${bound.word.replace('-', ' ')} ${percent(bound.limit, 2)}`
      + (bound.margin > 0 ? `, margin ${percent(bound.margin, 2)}` : '')),
    outcomes[lane.tone],
  ];
}
