// Heat maps of the quantization error; one scale for all candidates, so that they can be compared.

function errorChart(map, measure) {
  return (width, palette) => {
    const of = cell => cell.scheme ? cell[measure()] : undefined;
    const known = map.cells.filter(cell => of(cell) > 0), rest = map.cells.filter(cell => !(of(cell) > 0));
    const [low, high] = errorRange(measure());
    const isNarrow = width < 560, left = isNarrow ? 84 : 150, rowHeight = isNarrow ? 20 : 24;
    const cellWidth = (width - left - 16) / map.layers.length;
    const height = map.projections.length * rowHeight;
    const inColumns = cells => [...cells].sort((a, b) => a.projection - b.projection || a.layer - b.layer);
    const shown = inColumns(known), bare = inColumns(rest);
    const category = (names, name, extra) => ({
      type: 'category', data: names, name, axisTick: { show: false }, axisLine: { show: false },
      nameTextStyle: { color: palette.faint }, axisLabel: { color: palette.faint, ...extra }, splitArea: { show: false },
    });
    const points = [
      ...shown.map((cell, index) => ({ series: 0, index, cell })), ...bare.map((cell, index) => ({ series: 1, index, cell })),
    ].sort((a, b) => a.cell.projection - b.cell.projection || a.cell.layer - b.cell.layer);
    return {
      height: height + 92,
      points: points.map(point => ({ ...point, column: point.cell.layer, lines: cellLines(point.cell) })),
      option: {
        grid: { left, right: 16, top: 8, height },
        xAxis: { ...category(map.layers, 'layer', { hideOverlap: true }), nameLocation: 'middle', nameGap: 24 },
        yAxis: {
          ...category(map.projections, undefined, { width: left - 10, overflow: 'truncate', interval: 0,
            formatter: name => isNarrow ? name.split('.').pop() : name }),
          inverse: true,
        },
        visualMap: {
          type: 'continuous', seriesIndex: 0, min: Math.log10(low), max: Math.log10(high), dimension: 2, orient: 'horizontal',
          left: 'center', bottom: 0, itemHeight: Math.min(220, width / 2), itemWidth: 12, text: [share(high), share(low)],
          textStyle: { color: palette.text }, inRange: { color: [palette.low, palette.middle, palette.high] },
        },
        series: [
          {
            type: 'heatmap', data: shown.map(cell => ({
              value: [cell.layer, cell.projection, Math.log10(of(cell))],
              label: { color: Math.log(of(cell) / low) / Math.log(high / low) > palette.turn ? palette.page : palette.text },
            })),
            itemStyle: { borderColor: palette.page, borderWidth: 1 },
            emphasis: { itemStyle: { borderColor: palette.text, borderWidth: 2 } },
            label: {
              show: cellWidth >= 58, fontSize: 11, formatter: found => share(of(shown[found.dataIndex]), 2),
            },
          },
          {
            type: 'custom', data: bare.map(cell => [cell.layer, cell.projection]),
            renderItem: (params, api) => {
              const [x, y] = api.coord([bare[params.dataIndexInside].layer, bare[params.dataIndexInside].projection]);
              return {
                type: 'rect', shape: { x: x - cellWidth / 2 + 2, y: y - rowHeight / 2 + 2, width: cellWidth - 4, height: rowHeight - 4 },
                style: { fill: 'transparent', stroke: palette.faint, lineDash: [3, 3] },
                emphasis: { style: { stroke: palette.text, lineWidth: 2 } },
              };
            },
          },
        ],
      },
    };
  };
}

/** Smallest and largest error of all candidates, at least a decade apart. */
function errorRange(measure) {
  const values = data.errors.flatMap(map => map.cells).map(cell => cell[measure]).filter(value => value > 0);
  if (!values.length) return [1e-6, 1];
  const low = Math.min(...values), high = Math.max(...values);
  return high / low < 10 ? [Math.sqrt(low * high / 10), Math.sqrt(low * high * 10)] : [low, high];
}

/** A share in percent with as many significant digits; decimals down to a millionth of a percent. */
function share(value, digits = 3) {
  if (value === undefined) return 'not measured';
  if (value < 1e-8) return `${(value * 100).toExponential(1)} %`;
  const decimals = digits - 1 - Math.floor(Math.log10(value * 100));
  return `${(value * 100).toFixed(Math.max(0, decimals))} %`;
}

function cellLines(cell) {
  const size = [`${cell.rows} × ${cell.columns}`, `${cell.bytes.toLocaleString('en')} bytes`];
  if (!cell.scheme) return [cell.module, 'stays as it was', ...size];
  const nearest = cell.nearestOutput ?? cell.nearestWeight;
  const of = cell.nearestOutput === undefined ? 'weights' : 'outputs';
  return [
    cell.module, cell.scheme,
    `error of outputs ${share(cell.output)}`,
    `error of weights ${share(cell.weight)}` + (cell.decibels === undefined ? '' : ` (SQNR ${cell.decibels.toFixed(1)} dB)`),
    ...(nearest === undefined ? [] : [`round to nearest would lose ${share(nearest)} of ${of}`]),
    ...size,
  ];
}
