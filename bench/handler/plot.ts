import { BarChart, CustomChart, type CustomSeriesOption } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { summary } from '../summary.ts';
import type { Runs } from './cluster.ts';
import type { Figures } from './figures.ts';
import { contenders, most } from './scaledJobs.ts';
import { burstMedians, loneStarts } from './targets.ts';

use([BarChart, CustomChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const size = { width: 960, height: 420 };
/** Readable by those who see no red from green, and on a dark page. */
const colors = { 'event-jobs': '#2b7bba', 'no-op': '#7f7f7f', node: '#8c6bb1', consumer: '#e08214' } as const;
const titles = {
  'event-jobs': 'event-jobs',
  'no-op': 'no-op init container (the floor)',
  node: 'init container that only starts Node',
  consumer: 'image that consumes by itself',
} as const;

/** From the publishing of a message to its processor's start: medians as bars, each round as a point. An SVG document. */
export function plot(figures: Figures): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  const panels = [
    { title: 'A lone message: start, s', of: loneStarts },
    { title: `A burst of ${most}: median start, s`, of: burstMedians },
  ];
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    legend: { bottom: 8, data: contenders.map((name) => titles[name]) },
    title: panels.map(({ title }, index) => ({ text: title, left: `${4 + 50 * index}%`, top: 8, textStyle: { fontSize: 15 } })),
    grid: panels.map((_, index) => ({ left: `${6 + 50 * index}%`, width: '40%', top: 56, bottom: 72 })),
    xAxis: panels.map((_, gridIndex) => ({ gridIndex, type: 'category', data: [...figures.onKeda.keys()].map((cpu) => `${cpu}m`) })),
    yAxis: panels.map((_, gridIndex) => ({ gridIndex, type: 'value', min: 0 })),
    series: panels.flatMap(({ of }, panel) => contenders.flatMap((name) => bars(figures, name, of, panel))),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${svg}\n`;
}

function bars({ onKeda }: Figures, name: (typeof contenders)[number], of: (runs: Runs) => number[], panel: number) {
  const rounds = [...onKeda.values()].map((byContender) => of(byContender[name]));
  const place = { xAxisIndex: panel, yAxisIndex: panel };
  const label = { show: true, position: 'insideBottom', color: '#ffffff', formatter: ({ value }: { value: number }) => value.toFixed(1) };
  const medians = rounds.map((some) => summary(some).median);
  return [
    { type: 'bar', name: titles[name], ...place, ...spacing, data: medians, label, itemStyle: { color: colors[name] } },
    { type: 'custom', name: titles[name], ...place, silent: true, data: points(rounds), renderItem: pointOver(name) },
  ];
}

function points(rounds: readonly number[][]): [group: number, value: number][] {
  return rounds.flatMap((some, group) => some.map((value): [number, number] => [group, value]));
}

const spacing = { barGap: '20%', barCategoryGap: '30%' };

/** A point over the middle of its contender's bar. */
function pointOver(name: (typeof contenders)[number]): CustomSeriesOption['renderItem'] {
  return (_, api) => {
    const layout = api.barLayout?.({ count: contenders.length, ...spacing })?.[contenders.indexOf(name)];
    const [x = 0, y = 0] = api.coord([api.value(0), api.value(1)]);
    return { type: 'circle', shape: { cx: x + (layout?.offsetCenter ?? 0), cy: y, r: 2.5 }, style: { fill: '#222222' } };
  };
}
