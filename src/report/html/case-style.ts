// The look of what a case that did not pass unfolds to.

export const CASE_STYLE = `
.case .where { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; color: var(--muted); margin-block: .25rem; }
.failure { border-inline-start: 4px solid var(--failed); padding-inline-start: .9rem; margin-block: .75rem; }
.failure.o-warned { border-color: var(--warned); }
.failure[class*="o-"] { background: none; color: inherit; }
.failure h4 { font-size: 1rem; margin: .75rem 0 .25rem; color: var(--failed); }
.failure.o-warned h4 { color: var(--warned); }
.failure h5 { font-size: .8125rem; margin: 0; color: var(--muted); }
.rule { margin: .5rem 0; }
.rule p { margin: 0; }
.rule .text { max-width: 60rem; }
.rule .text + .text { color: var(--muted); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: .5rem 1rem; margin: .5rem 0; }
.pair > div { min-width: 0; }
.case pre { margin: .15rem 0; padding: .5rem .75rem; white-space: pre-wrap; background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; }
.case mark { color: var(--failed); background: var(--failed-bg); font-weight: 600; text-decoration: underline; text-underline-offset: .2em; }
.stanzas { list-style: none; padding: 0; margin: 0; }
.stanzas li { margin: .35rem 0; }
.stanzas li:target pre { border-color: var(--accent); box-shadow: -4px 0 var(--accent); }
`;
