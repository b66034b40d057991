import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useMessages } from '../messages/language.js';
import { useTheme } from '../theme/theme.js';

/** One line of a chart; `colour` names a token of the theme. */
export interface Line {
  readonly name: string;
  readonly colour: string;
}

const HEIGHT = 180;
/** Between two marks on the axis of time: seconds and minutes, no fractions. */
const STEPS_S = [1, 5, 10, 15, 30, 60, 120, 300, 600];

/** Lines over time. `data` begins with the seconds since 1970. */
export function TimeChart({
  label,
  lines,
  data,
}: {
  readonly label: string;
  readonly lines: readonly Line[];
  readonly data: uPlot.AlignedData;
}) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const { shade } = useTheme();
  const { time } = useMessages();
  const names = lines.map(({ name, colour }) => `${name} ${colour}`).join();

  useEffect(() => {
    const node = place.current;
    if (!node) return;
    const made = new uPlot(optionsOf(lines, time, node.clientWidth), data, node);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: node.clientWidth, height: HEIGHT }));
    resized.observe(node);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
    // Colours are read when it is made, so a new shade makes a new one; data goes in below.
  }, [names, shade, time]);
  useEffect(() => plot.current?.setData(data), [data]);

  const last = lines.map(({ name }, at) => `${name} ${data[at + 1]?.at(-1) ?? 0}`).join(', ');
  return (
    <div
      ref={place}
      data-empty={data[0].length < 2 || undefined}
      className="chart"
      role="img"
      aria-label={`${label}: ${last}`}
    />
  );
}

function optionsOf(lines: readonly Line[], time: string, width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const axis = {
    stroke: token('muted'),
    grid: { stroke: token('border'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  return {
    width,
    height: HEIGHT,
    cursor: { y: false },
    scales: { y: { range: (_, __, max) => [0, Math.max(max * 1.1, 1)] } },
    axes: [
      { ...axis, space: 80, size: 30, values: '{HH}:{mm}:{ss}', incrs: STEPS_S },
      { ...axis, size: 44 },
    ],
    series: [
      { label: time, value: '{HH}:{mm}:{ss}' },
      ...lines.map(({ name, colour }) => ({
        label: name,
        stroke: token(colour),
        fill: `${token(colour)}22`,
        width: 2,
        points: { show: false },
        value: (_: uPlot, value: number | null) => (value === null ? '–' : String(Number(value.toFixed(2)))),
      })),
    ],
  };
}
