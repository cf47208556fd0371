// The look of sequence diagrams, in the colours of the page. What matters shows in signs and dashes, too.

export const DIAGRAM_STYLE = `
.seq { display: block; max-width: 100%; min-width: 544px; height: auto; margin: .25rem 0; font: 12px system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
.seq text { fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.seq path { fill: none; stroke: var(--ink); }
.seq .mid { text-anchor: middle; }
.seq .end { text-anchor: end; }
.seq .ms { text-anchor: end; font-size: 10px; fill: var(--muted); }
.seq rect, .seq .head { fill: var(--panel); stroke: var(--line); }
.seq .head.server { fill: var(--skipped-bg); stroke: var(--muted); }
.seq .head + text, .seq rect + text, .seq .head + text + text { stroke: none; }
.seq .life { stroke: var(--line); }
.seq .fence { stroke: var(--muted); stroke-dasharray: 1 4; }
.seq .faint text, .seq .note text { fill: var(--muted); }
.seq .faint path { stroke: var(--muted); stroke-dasharray: 2 2; }
.seq .faint .tip { stroke-dasharray: none; }
.seq .near path { stroke-width: 2; }
.seq .bad text { fill: var(--failed); font-weight: 600; }
.seq .bad path { stroke: var(--failed); stroke-width: 2; }
.seq .bad rect { fill: var(--failed-bg); stroke: var(--failed); }
.seq .warn text { fill: var(--warned); font-weight: 600; }
.seq .warn path { stroke: var(--warned); stroke-width: 2; }
.seq .warn rect { fill: var(--warned-bg); stroke: var(--warned); }
.seq .missing path:not(.tip) { stroke-dasharray: 7 5; }
.seq .row .hit { fill: transparent; stroke: none; }
.seq a { cursor: pointer; }
.seq a:hover .hit, .seq a:focus-visible .hit { fill: var(--panel); }
.seq a:hover text, .seq a:focus-visible text, .seq a.chosen text { text-decoration: underline; }
.seq a.chosen .hit { fill: var(--skipped-bg); stroke: var(--accent); stroke-width: 1; }
.peek, .chosen-xml { background: var(--paper); border: 1px solid var(--accent); border-radius: .4rem; padding: .5rem .75rem; }
.peek { position: fixed; z-index: 4; max-width: min(46rem, calc(100vw - 8px)); max-height: 45vh; overflow: hidden; pointer-events: none;
  box-shadow: 0 .2rem 1rem rgb(0 0 0 / .25); }
.peek pre, .chosen-xml pre { margin: .25rem 0 0; white-space: pre-wrap; }
.chosen-xml { position: sticky; bottom: 0; z-index: 1; max-height: 45vh; overflow: auto; margin-block: 0 1rem; }
.chosen-xml button { float: inline-end; font: inherit; font-size: .8125rem; color: var(--ink); background: var(--panel); border: 1px solid var(--muted);
  border-radius: .3rem; cursor: pointer; }
`;
