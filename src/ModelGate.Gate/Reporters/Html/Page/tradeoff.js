// Two panels on one recovery axis: latency on the left (less is better), queries per dollar on the right (more is better).

const cost = 'queries-per-usd';

function tradeoffChart(tradeoff, chosen) {
  return (width, palette) => {
    const { suite, scenario, latency } = chosen();
    const models = tradeoff.models
      .map(model => ({ name: model.name, recovery: model.recovery[suite], timed: model.scenarios[scenario] }))
      .filter(model => model.recovery && model.timed);
    const panels = [{ metric: latency, title: latency, isLess: true }, { metric: cost, title: 'queries per USD', isLess: false }]
      .filter(panel => models.some(model => model.timed.measured[panel.metric]));
    const isStacked = width < 640, tall = 300;
    const box = i => isStacked
      ? { left: 62, right: 16, top: 24 + i * (tall + 24), height: tall - 70 }
      : { left: 62 + i * (width / panels.length), width: width / panels.length - 84, top: 24, height: tall - 70 };
    const points = [], series = [];
    panels.forEach((panel, i) => {
      const here = models.filter(model => model.timed.measured[panel.metric]);
      series.push({ ...dots(here, panel, palette), xAxisIndex: i, yAxisIndex: i });
      here.forEach((model, index) => points.push({ series: series.length - 1, index, lines: modelLines(model, suite, scenario) }));
      series.push({ ...whiskers(here, panel, palette), xAxisIndex: i, yAxisIndex: i });
      series.push({
        type: 'line', silent: true, symbol: 'none', lineStyle: { color: palette.accent, type: 'dashed', width: 1.5 },
        step: panel.isLess ? 'end' : 'start', xAxisIndex: i, yAxisIndex: i, z: 1,
        data: front(here, panel).map(model => [model.timed.measured[panel.metric].value, model.recovery.value]),
      });
    });
    tell(models, latency);
    const range = recoveryRange(models);
    const axis = { axisLabel: { color: palette.faint, hideOverlap: true }, axisLine: { show: true, lineStyle: { color: palette.line } },
      splitLine: { lineStyle: { color: palette.line, opacity: 0.6 } }, nameTextStyle: { color: palette.faint } };
    return {
      height: isStacked ? panels.length * (tall + 24) : tall + 20,
      points,
      option: {
        grid: panels.map((panel, i) => box(i)),
        xAxis: panels.map((panel, i) => ({
          ...axis, type: 'value', scale: true, gridIndex: i, nameLocation: 'middle', nameGap: 30, boundaryGap: ['12%', '12%'],
          name: panel.isLess ? `← better    ${panel.title}` : `${panel.title}    better →`,
          axisLabel: { ...axis.axisLabel, formatter: value => panel.isLess ? seconds(value) : short(value) },
        })),
        yAxis: panels.map((panel, i) => ({
          ...axis, type: 'value', gridIndex: i, min: range[0], max: range[1], name: i === 0 || isStacked ? 'recovery' : '',
          axisLabel: { ...axis.axisLabel, formatter: value => percent(value, range[1] - range[0] < 0.05 ? 1 : 0) },
        })),
        series,
      },
    };
  };
}

function dots(models, panel, palette) {
  return {
    type: 'scatter', z: 3, itemStyle: { opacity: 1 },
    data: models.map(model => ({
      value: [model.timed.measured[panel.metric].value, model.recovery.value],
      symbol: model.name === 'baseline' ? 'rect' : 'circle', symbolSize: 13,
      itemStyle: model.timed.isEmulated
        ? { color: palette.page, borderColor: palette.accent, borderWidth: 2, borderType: 'dashed' }
        : { color: model.name === 'baseline' ? palette.text : palette.accent },
    })),
    label: {
      show: true, position: 'top', distance: 8, color: palette.text, fontSize: 12,
      formatter: found => models[found.dataIndex].name + (models[found.dataIndex].timed.isEmulated ? ' (emulated)' : ''),
    },
    labelLayout: { moveOverlap: 'shiftY' },
  };
}

/** Recovery's interval upright, the panel's interval level. */
function whiskers(models, panel, palette) {
  return {
    type: 'custom', silent: true, clip: true, z: 2, data: models.map(model => [model.timed.measured[panel.metric].value, model.recovery.value]),
    renderItem: (params, api) => {
      const model = models[params.dataIndexInside], measured = model.timed.measured[panel.metric];
      const whisker = (from, to) => {
        const [x1, y1] = api.coord(from), [x2, y2] = api.coord(to);
        return line(x1, y1, x2, y2, { stroke: palette.faint, lineWidth: 1.5, opacity: 0.8 });
      };
      const children = [];
      const { value, low, high } = model.recovery;
      if (low !== undefined && high !== undefined) children.push(whisker([measured.value, low], [measured.value, high]));
      if (measured.low !== undefined && measured.high !== undefined) children.push(whisker([measured.low, value], [measured.high, value]));
      return { type: 'group', children };
    },
  };
}

const better = (a, b, isLess) => isLess ? a <= b : a >= b;

/** Models that no other beats on both axes, from left to right. */
function front(models, panel) {
  const real = models.filter(model => !model.timed.isEmulated);
  const worth = model => [model.timed.measured[panel.metric].value, model.recovery.value];
  return real.filter(model => !real.some(other => {
    const [x, y] = worth(model), [ox, oy] = worth(other);
    return (ox !== x || oy !== y) && better(ox, x, panel.isLess) && oy >= y;
  })).sort((a, b) => worth(a)[0] - worth(b)[0]);
}

/** In words: which models nothing else beats in recovery, latency and cost together. */
function tell(models, latency) {
  const worth = ({ recovery, timed }) =>
    [recovery.value, -(timed.measured[latency]?.value ?? Infinity), timed.measured[cost]?.value ?? 0];
  const real = models.filter(model => !model.timed.isEmulated);
  const best = real.filter(model => !real.some(other => {
    const mine = worth(model), theirs = worth(other);
    return theirs.every((value, i) => value >= mine[i]) && theirs.some((value, i) => value > mine[i]);
  }));
  const emulated = models.filter(model => model.timed.isEmulated).map(model => model.name);
  document.getElementById('tradeoff-front').textContent =
    `Not beaten in recovery, ${latency} and cost together: ${best.map(model => model.name).join(', ') || 'none'}.`
    + (emulated.length ? ` Emulated and left out: ${emulated.join(', ')}.` : '');
}

function recoveryRange(models) {
  const values = models.flatMap(({ recovery }) => [recovery.value, recovery.low, recovery.high]).filter(value => value !== undefined);
  const low = Math.min(1, ...values), high = Math.max(1, ...values), room = Math.max((high - low) * 0.2, 0.005);
  return [Math.floor((low - room) * 200) / 200, Math.ceil((high + room) * 200) / 200];
}

const modelLines = (model, suite, scenario) => [
  model.name, `recovery ${model.recovery.text} on ${suite}`, `${scenario}, ${model.timed.isEmulated ? 'emulated' : 'measured'}`,
  ...Object.entries(model.timed.measured).map(([metric, number]) => `${metric} ${number.text}`),
];

const seconds = value => value < 1 ? `${+(value * 1000).toPrecision(3)} ms` : `${+value.toPrecision(3)} s`;

const short = value => value >= 1e6 ? `${+(value / 1e6).toPrecision(3)} M`
  : value >= 1e3 ? `${+(value / 1e3).toPrecision(3)} k` : `${value}`;
