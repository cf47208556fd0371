// The look of the HTML report: one sheet, light and dark, and for paper. Colours are named here and nowhere else.

import { type Html, raw } from './text.ts';

/** Ink on paper of each outcome has a contrast of at least 4.5 (WCAG 2.1 1.4.3); a test holds it. */
const LIGHT = `
  color-scheme: light;
  --ink: #1b1f24; --paper: #ffffff; --panel: #f5f6f8; --muted: #565d66; --line: #d5d9de; --accent: #0b57b0;
  --passed: #176529; --passed-bg: #e2f3e5; --passed-bar: #3f9d55;
  --failed: #a1121d; --failed-bg: #fde5e6; --failed-bar: #cf2f3b;
  --warned: #754600; --warned-bg: #fdefd0; --warned-bar: #e0a02b;
  --skipped: #50575f; --skipped-bg: #eceef1; --skipped-bar: #aab1ba;
  --broken: #66279a; --broken-bg: #f1e6fb; --broken-bar: #8e4cc4;`;

const DARK = `
  color-scheme: dark;
  --ink: #e4e7eb; --paper: #14171b; --panel: #1c2026; --muted: #a3abb5; --line: #363d46; --accent: #86b7fb;
  --passed: #93dfa3; --passed-bg: #14331c; --passed-bar: #3f9d55;
  --failed: #ffb3b3; --failed-bg: #471719; --failed-bar: #e0525c;
  --warned: #fccf86; --warned-bg: #3d2a07; --warned-bar: #d39a34;
  --skipped: #bbc2ca; --skipped-bg: #2a3037; --skipped-bar: #69727d;
  --broken: #dcbafc; --broken-bg: #351b4d; --broken-bar: #a36bd6;`;

const OUTCOMES = ['passed', 'failed', 'warned', 'skipped', 'broken'].map(
  (outcome) => `
.o-${outcome} { color: var(--${outcome}); background: var(--${outcome}-bg); fill: var(--${outcome}-bar); }`,
);

const PAGE = `
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; }
body { margin: 0 auto; max-width: 84rem; padding: 0 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
h1, h2, h3, h4 { line-height: 1.25; }
h1 { margin: 0 0 .75rem; font-size: 2rem; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.45rem; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.1rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, input:focus-visible, select:focus-visible, button:focus-visible,
[tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
code, pre { font: .875em/1.45 ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", Consolas, monospace; overflow-wrap: anywhere; }
small { font-size: .8125rem; color: var(--muted); overflow-wrap: anywhere; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; z-index: 3; background: var(--paper); padding: .25rem .5rem; }
.note, .kicker { color: var(--muted); }
.kicker { margin: 1.5rem 0 0; }
[hidden] { display: none !important; }
`;

const HEAD = `
.facts { display: flex; flex-wrap: wrap; gap: .35rem 1.75rem; margin: 0 0 1.25rem; }
.facts dt { font-size: .8125rem; color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.totals { padding: 1rem 1.25rem; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; }
.totals p { margin: .5rem 0 0; }
.totals .all { margin: 0 0 .5rem; font-size: 1.25rem; font-weight: 600; }
.totals .bar { height: .9rem; margin: 0; }
.totals ul, .legend { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: .75rem 0 0; padding: 0; }
.alarm { color: var(--failed); font-weight: 600; }
.contents { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--line); }
@media (max-width: 40rem) { .contents { position: static; } }
.contents ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: 1rem 0 0; padding: .4rem 0; }
.bar { display: block; margin-top: .45em; width: 100%; min-width: 6rem; height: .6rem; border-radius: .3rem; background: var(--line); }
.badge, .tag { display: inline-block; padding: 0 .5em; border-radius: 1em; white-space: nowrap; font-size: .875rem; }
.tag:not([class*="o-"]) { color: var(--skipped); background: var(--skipped-bg); }
.totals .badge { font-weight: 600; font-size: 1rem; }
.sign { display: inline-block; min-width: 1.5em; text-align: center; border-radius: .25em; }
td .sign { background: none; }
footer { margin-top: 3rem; color: var(--muted); }
`;

const TABLES = `
.scroll { position: relative; overflow-x: auto; margin: 0 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: start; font-weight: 600; padding: .25rem 0 .5rem; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
thead th { font-size: .8125rem; color: var(--muted); font-weight: 600; vertical-align: bottom; }
.counts thead th:nth-child(n + 4), .counts .n { text-align: end; }
tbody th { font-weight: 400; }
tbody tr:target th, tbody tr:target td { box-shadow: inset 0 3px var(--accent); }
tbody th small { display: block; }
td[class*="o-"] a, .totals a, .requirements a { color: inherit; }
.n { text-align: end; font-variant-numeric: tabular-nums; }
.zero, .none { color: var(--muted); }
td ul { margin: 0; padding: 0; list-style: none; }
.grid th, .grid td { border: 1px solid var(--line); vertical-align: middle; padding-inline: .4rem; }
.grid td[class] { text-align: center; min-width: 4.5rem; }
.grid td > a { text-decoration: none; display: block; margin: -.35rem -.4rem; padding: .35rem .4rem; }
.choice { text-decoration: underline; overflow-wrap: break-word; }
.grid td > small { display: block; color: inherit; }
.grid tbody th { min-width: 10rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(36rem, 100%), 1fr)); gap: 0 2rem; }
.columns table { table-layout: fixed; min-width: 34rem; }
.columns th:first-child { width: 24%; }
.columns th:nth-child(2) { width: 13%; }
.columns th:nth-child(3) { width: 20%; }
.requirements .text { min-width: 18rem; }
.requirements th code, .requirements td:nth-child(2) { white-space: nowrap; }
.requirements td:nth-child(3) { min-width: 9.5rem; }
.requirements td:last-child { min-width: 16rem; overflow-wrap: anywhere; }
.chapter > summary h3 { display: inline; }
`;

const CASES = `
details > summary { cursor: pointer; padding: .3rem 0; }
.cases { list-style: none; padding: 0; }
.cases li { padding: .15rem 0; }
.case { border-bottom: 1px solid var(--line); }
.case > summary { display: grid; grid-template-columns: 1rem 1.6rem 1fr; gap: 0 .4rem; align-items: baseline; }
.case > summary::before { content: "▸"; color: var(--muted); }
.case[open] > summary::before { content: "▾"; }
.case > summary::-webkit-details-marker { display: none; }
.case > summary code { color: var(--muted); }
details.case > :not(summary) { margin-inline-start: 1.4rem; }
details.case > p { margin-block: .25rem .75rem; }
.case:target { box-shadow: -4px 0 var(--accent); }
.filter { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: end; margin: 0 0 1rem; padding: 1rem 1.25rem;
  background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; }
.filter label { display: grid; gap: .15rem; font-size: .8125rem; color: var(--muted); }
.filter fieldset { display: flex; flex-wrap: wrap; gap: .25rem 1rem; border: 0; margin: 0; padding: 0; flex-basis: 100%; }
.filter legend { float: inline-start; padding: 0 1rem 0 0; font-size: .8125rem; color: var(--muted); }
.filter fieldset label { display: flex; gap: .35rem; align-items: center; font-size: 1rem; color: var(--ink); }
.filter input, .filter select, .filter button { font: inherit; font-size: 1rem; min-height: 2rem; color: var(--ink);
  background: var(--paper); border: 1px solid var(--muted); border-radius: .3rem; padding: .15rem .5rem; max-width: 100%; }
.filter input[type="checkbox"] { min-height: 0; width: 1.1rem; height: 1.1rem; }
.filter input[type="search"] { width: 20rem; }
.filter select { max-width: 14rem; }
`;

/** Paper has no controls and no marks of what unfolds; what is folded inside a case or a table says nothing there. */
const PAPER = `
@page { margin: 14mm 12mm; }
@media print {
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; font-size: 1rem; }
  .contents, .filter, .skip, .top, :is(.case, td) details:not([open]) { display: none; }
  summary { list-style: none; }
  .case > summary::before { visibility: hidden; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  tr, .case > summary, .totals, .pair, svg { break-inside: avoid; }
  h2, h3, h4, h5, caption, thead, .case > summary { break-after: avoid; }
  .counts tbody th { min-width: 11rem; }
  .bar { min-width: 4rem; }
  .scroll { overflow: visible; }
  a { text-decoration: none; }
}
`;

/** The whole sheet; `more` are the sheets of parts that have their own. */
export function styleSheet(...more: readonly string[]): Html {
  const dark = `@media screen and (prefers-color-scheme: dark) { :root {${DARK}\n} }`;
  return raw([`:root {${LIGHT}\n}\n${dark}`, PAGE, HEAD, TABLES, CASES, ...OUTCOMES, ...more, PAPER].join('\n'));
}
