/// <reference lib="dom" />
// What is evaluated runs in the page.
import type { Page } from 'playwright-core';
import { percentile } from '../measure/percentile.ts';
import type { Figures } from '../measure/rounds.ts';

/** Milliseconds from the navigation until rows of tasks are drawn, and until anything is. */
export async function firstPaint(page: Page, path: string): Promise<Figures> {
  await page.goto(path, { waitUntil: 'commit' });
  return page.evaluate(async () => {
    const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (!document.querySelector('.task-body .task-row')) await drawn();
    await drawn();
    const [paint] = performance.getEntriesByName('first-contentful-paint');
    return { 'first paint ms': paint?.startTime ?? Number.NaN, 'rows ms': performance.now() };
  });
}

/** Milliseconds from the choice until only rows that fit it are drawn. */
export async function filterTime(
  page: Page,
  { label, value, column }: { readonly label: string; readonly value: string; readonly column: number },
): Promise<number> {
  const begun = performance.now();
  await page.getByLabel(label, { exact: true }).selectOption(value);
  const text = await page.locator(`option[value="${value}"]`).first().textContent();
  await page.evaluate(
    async ({ text, column }) => {
      const cells = () =>
        [...document.querySelectorAll(`.task-body .task-row > :nth-child(${column})`)].map(
          ({ textContent }) => textContent,
        );
      const fits = () => cells().length > 0 && cells().every((cell) => cell === text);
      while (!fits()) await new Promise((resolve) => requestAnimationFrame(resolve));
    },
    { text, column },
  );
  return performance.now() - begun;
}

/** How smooth the page is while something goes on. */
export async function smoothness(page: Page, during: () => Promise<unknown>): Promise<Figures> {
  await page.evaluate(() => {
    const seen = { tasks: [] as number[], frames: [] as number[], on: true };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.tasks.push(duration);
    }).observe({ type: 'longtask' });
    let last = performance.now();
    const frame = (now: number): void => {
      seen.frames.push(now - last);
      last = now;
      if (seen.on) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  await during();
  const { tasks, frames } = await page.evaluate(() => {
    const { seen } = globalThis as unknown as { seen: { tasks: number[]; frames: number[]; on: boolean } };
    seen.on = false;
    return seen;
  });
  return {
    'frame p50 ms': percentile(frames, 0.5),
    'frame p99 ms': percentile(frames, 0.99),
    'longest frame ms': Math.max(...frames),
    'long tasks': tasks.length,
    'longest task ms': Math.max(0, ...tasks),
  };
}

/** Scrolls down until so many rows are loaded, as a reader who holds the key down. */
export async function loadRows(page: Page, rows: number): Promise<void> {
  await page.evaluate(async (wanted) => {
    const scroller = document.querySelector('.task-scroll');
    const loaded = () => Number.parseInt(document.querySelector('.panel-foot')?.textContent ?? '0', 10);
    while (scroller && loaded() < wanted) {
      scroller.scrollTop = scroller.scrollHeight;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, rows);
}

/** Scrolls up through everything within so many milliseconds. */
export async function scrollThrough(page: Page, ms: number): Promise<void> {
  await page.evaluate(async (span) => {
    const scroller = document.querySelector('.task-scroll');
    const begun = performance.now();
    for (let part = 0; scroller && part < 1; part = (performance.now() - begun) / span) {
      scroller.scrollTop = (1 - part) * scroller.scrollHeight;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }, ms);
}
