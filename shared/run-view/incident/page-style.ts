/** The look of an incident page, light and dark and on paper. Colours of states are those of the app. */
export const pageStyle = `
:root { color-scheme: light dark; --back: #ffffff; --raised: #f7f7f8; --line: #d4d4d8; --text: #18181b; --dim: #52525b; --accent: #4338ca; --mark: #fdecec;
  --none: #62626b; --queued: #5b6068; --running: #44720a; --success: #13703a; --failed: #c01c1c; --retry: #8f5206; --upstream: #b0430a; --skipped: #bb1e73; --interrupted: #98189f; }
@media (prefers-color-scheme: dark) { :root { --back: #131316; --raised: #1a1a1f; --line: #3f3f46; --text: #ededf0; --dim: #a1a1aa; --accent: #a5b4fc; --mark: #3a1a1d;
  --none: #9a9aa5; --queued: #a3a8b2; --running: #a3e635; --success: #4ade80; --failed: #f87171; --retry: #fbbf24; --upstream: #fb923c; --skipped: #f9a8d4; --interrupted: #e879f9; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 14px/1.5 Inter, system-ui, sans-serif; }
header.page, main, footer { max-width: 1100px; margin: 0 auto; padding: 0 24px; }
header.page { padding-top: 28px; } footer { padding-bottom: 40px; color: var(--dim); font-size: 12px; }
h1 { margin: 0 0 4px; font-size: 22px; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 32px 0 8px; padding-bottom: 4px; border-bottom: 1px solid var(--line); font-size: 16px; }
h3 { margin: 20px 0 6px; font-size: 14px; overflow-wrap: anywhere; }
p { margin: 6px 0; max-width: 85ch; overflow-wrap: anywhere; } .dim { color: var(--dim); } a { color: var(--accent); }
.answer { border-left: 4px solid var(--failed); padding: 4px 0 4px 14px; font-size: 16px; }
code, pre { font: 12.5px/1.55 "JetBrains Mono", ui-monospace, monospace; }
pre { margin: 6px 0; padding: 10px 12px; overflow: auto; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
pre .error { display: inline-block; min-width: 100%; background: var(--mark); font-weight: 600; }
pre .n { display: inline-block; min-width: 5ch; margin-right: 1.5ch; text-align: right; color: var(--dim); user-select: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 3px 18px; margin: 8px 0; } dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin: 6px 0; font-variant-numeric: tabular-nums; } th, td { padding: 3px 10px; border: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; } th { background: var(--raised); font-weight: 600; } th, td.whole { white-space: nowrap; }
.wide { overflow-x: auto; } details summary { cursor: pointer; }
svg { max-width: 100%; height: auto; } svg text { font: 11px Inter, system-ui, sans-serif; fill: var(--dim); } svg .name { font-size: 12px; fill: var(--text); }
.graph .card { fill: var(--raised); stroke: var(--line); } .graph .lines { fill: none; stroke: var(--dim); stroke-width: 1.2; }
.gantt .ticks line { stroke: var(--line); } .waited { fill: var(--line); }
.ran, .edge { fill: var(--none); } .state { fill: var(--none); }
.s-success .ran, .s-success .edge, svg .s-success .state { fill: var(--success); } .s-failed .ran, .s-failed .edge, svg .s-failed .state { fill: var(--failed); }
.s-upstream_failed .ran, .s-upstream_failed .edge, svg .s-upstream_failed .state { fill: var(--upstream); } .s-skipped .ran, .s-skipped .edge, svg .s-skipped .state { fill: var(--skipped); }
.s-interrupted .ran, .s-interrupted .edge, svg .s-interrupted .state { fill: var(--interrupted); } .s-up_for_retry .ran, .s-up_for_retry .edge, svg .s-up_for_retry .state { fill: var(--retry); }
.graph .s-failed .card { stroke: var(--failed); stroke-width: 2; }
@media print { :root { color-scheme: light; } body { font-size: 11px; } header.page, main, footer { max-width: none; padding: 0; } h2 { break-after: avoid; } pre, svg, table { break-inside: avoid; } details > * { display: block; } }
`;
