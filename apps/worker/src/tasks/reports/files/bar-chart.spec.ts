import { barChartSvg, escapeXml } from './bar-chart.js';

const widths = (svg: string) => [...svg.matchAll(/<rect[^>]* width="([^"]+)"/g)].map(([, w]) => Number(w));

it('draws bars in proportion, with what they stand for', () => {
  const svg = barChartSvg('T', [
    { label: 'a', size: 200, text: '¥200.00' },
    { label: 'b', size: 50, text: '¥50.00' },
    { label: 'c', size: 0, text: '¥0.00' },
  ]);
  const [a = 0, b, c] = widths(svg);
  expect([b, c]).toEqual([a / 4, 0]);
  expect(svg).toContain('¥50.00');
  expect(svg).toContain('<title>T</title>');
});

it('draws nothing wrong of nothing', () => {
  expect(barChartSvg('T', [])).not.toMatch(/NaN|Infinity|undefined/);
  expect(widths(barChartSvg('T', [{ label: 'a', size: 0, text: '' }]))).toEqual([0]);
});

it('lets no name become markup, and cuts a long one where it shows', () => {
  const svg = barChartSvg('<x>', [{ label: '</text><script>alert(1)</script>', size: 1, text: '"&' }]);
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&quot;&amp;');
  expect(barChartSvg('', [{ label: '店'.repeat(40), size: 1, text: '' }])).toContain(`${'店'.repeat(23)}…`);
  expect(escapeXml('a\u0000\uFFFE\uD800b😀')).toBe('ab😀');
});
