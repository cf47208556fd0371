// A line of the share of cases that passed, over the reports of a server.

import type { HistoryEntry } from '../../results/history.ts';
import { type Html, html } from '../html/template.ts';
import { percentText, type SitePage } from './site-page.ts';

const [WIDTH, HEIGHT, MARGIN] = [96, 24, 3];

/** Cases that were not skipped. */
export const ranIn = ({ cases, outcomes }: HistoryEntry): number => cases - outcomes.skipped;

/** The line, with its first and last value for screen readers; undefined for a single report. */
export function sparkline(history: readonly HistoryEntry[], { own }: SitePage): Html | undefined {
  const [first, last] = [history[0], history.at(-1)];
  if (first === undefined || last === undefined || history.length < 2) return undefined;
  const shares = history.map((entry) => entry.outcomes.passed / Math.max(1, ranIn(entry)));
  const [low, high] = [Math.min(...shares), Math.max(...shares)];
  const points = shares.map((share, at) => {
    const x = MARGIN + (at * (WIDTH - 2 * MARGIN)) / (shares.length - 1);
    const y = high === low ? HEIGHT / 2 : HEIGHT - MARGIN - ((share - low) * (HEIGHT - 2 * MARGIN)) / (high - low);
    return { x: x.toFixed(1), y: y.toFixed(1) };
  });
  const end = points.at(-1);
  const isMixed = history.some(({ changes }) => changes !== undefined && changes.added + changes.gone > 0);
  const trend = own.trend(
    percentText(first.outcomes.passed, ranIn(first)),
    percentText(last.outcomes.passed, ranIn(last)),
    history.length,
  );
  const text = isMixed ? own.mixed(trend) : trend;
  return html`<svg class="trend${isMixed ? ' mixed' : ''}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${text}"><title>${text}</title><polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}"/><circle cx="${end?.x}" cy="${end?.y}" r="2.5"/></svg>`;
}
