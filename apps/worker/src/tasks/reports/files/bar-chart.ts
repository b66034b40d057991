/** One bar: its size is a plain number, what is written beside it is exact. */
export interface Bar {
  readonly label: string;
  readonly size: number;
  readonly text: string;
}

const WIDTH = 640;
const LABEL_WIDTH = 190;
const TEXT_WIDTH = 130;
const BAR_HEIGHT = 16;
const LINE = 26;
const MAX_LABEL = 24;

/** A horizontal bar chart as an SVG element, readable without colours, by screen readers too. */
export function barChartSvg(title: string, bars: readonly Bar[]): string {
  const largest = Math.max(0, ...bars.map(({ size }) => size));
  const room = WIDTH - LABEL_WIDTH - TEXT_WIDTH;
  const lines = bars.map(({ label, size, text }, index) => {
    const width = largest > 0 ? Math.max(0, (size / largest) * room) : 0;
    const y = index * LINE + 4;
    const baseline = y + BAR_HEIGHT - 3;
    return (
      `<text x="${LABEL_WIDTH - 10}" y="${baseline}" text-anchor="end">${escapeXml(shorten(label))}</text>` +
      `<rect x="${LABEL_WIDTH}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}" rx="2"/>` +
      `<text x="${(LABEL_WIDTH + width + 8).toFixed(1)}" y="${baseline}">${escapeXml(text)}</text>`
    );
  });
  const height = Math.max(bars.length, 1) * LINE + 4;
  return (
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" xmlns="http://www.w3.org/2000/svg">` +
    `<title>${escapeXml(title)}</title><path d="M${LABEL_WIDTH} 0V${height}" stroke="#b9aea3"/>${lines.join('')}</svg>`
  );
}

function shorten(label: string): string {
  const characters = [...label];
  return characters.length <= MAX_LABEL ? label : `${characters.slice(0, MAX_LABEL - 1).join('')}…`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML: escaped, and without the characters that XML cannot hold. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
