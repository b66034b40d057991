import type { Problem } from '@celerity/contracts';
import { ApiProblem } from './api-problem.js';

const MOST_DETAIL = 200;

/** Reads an error answer; a proxy's page, which is no problem+json, becomes one as well as may be. */
export function problemOf(response: Response, text: string): ApiProblem {
  return new ApiProblem(readProblem(response, text), retryAfter(response.headers.get('retry-after')));
}

function readProblem({ status, statusText }: Response, text: string): Problem {
  const found = parsedObject(text);
  if (typeof found?.['title'] === 'string') return { type: 'about:blank', ...found, status } as Problem;
  const visible = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    type: 'about:blank',
    title: statusText || `HTTP ${status}`,
    status,
    ...(visible ? { detail: visible.slice(0, MOST_DETAIL) } : {}),
  };
}

function parsedObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** Seconds, or an HTTP date. */
function retryAfter(header: string | null): number | null {
  if (!header) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null;
}
