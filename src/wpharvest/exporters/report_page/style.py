"""How the page looks: light and dark, wide and narrow, on paper.

Colours are those of a chart's series by role; each has three to one against the paper it stands on, and
neighbours in a bar are kept apart by a gap, so that nothing depends on telling colours from each other.
"""

STYLE = """
:root {
  color-scheme: light dark;
  --ground: #f5f4f0; --paper: #ffffff; --ink: #1c1e22; --soft: #5a606a; --line: #e2e0d9;
  --accent: #1f5fbf; --code: #f0efea;
  --s0: #2f6fd6; --s1: #d8620c; --s2: #0f8578; --s3: #8a4fc7; --s4: #c2356f; --s5: #75751a;
  --rest: #7d838c; --good: #24875a; --warn: #b87400; --bad: #c0392b; --mute: #a5a9ae;
  --good-ground: #e8f5ee; --bad-ground: #fceeec;
  --shadow: 0 1px 2px rgb(0 0 0 / 5%), 0 6px 20px rgb(0 0 0 / 4%);
  font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14161a; --paper: #1d2025; --ink: #e9e9e6; --soft: #a6acb6; --line: #33383f;
    --accent: #8ab6ff; --code: #282c33;
    --s0: #6f9fff; --s1: #ff9350; --s2: #3fc2b0; --s3: #bb93ff; --s4: #ff7fab; --s5: #c4c45a;
    --rest: #9299a4; --good: #5cc792; --warn: #f0b64a; --bad: #ff8275; --mute: #6f7681;
    --good-ground: #17352a; --bad-ground: #3d201f;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); }
h1, h2, h3, p, ul, dl, dd, figure, table { margin: 0; padding: 0; }
ul { list-style: none; }
a { color: var(--accent); text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
code { font: .875em/1.4 ui-monospace, "Liberation Mono", monospace; background: var(--code);
  padding: .1em .35em; border-radius: 4px; overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.skip { position: absolute; inset-inline-start: 1rem; top: -5rem; background: var(--paper);
  padding: .5rem 1rem; z-index: 9; }
.skip:focus { top: 0; }

header { background: var(--paper); border-bottom: 1px solid var(--line); }
.inner, main, footer { max-width: 76rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2.5rem); }
.inner { padding-block: 2.5rem 1.25rem; }
.kicker { color: var(--soft); font-size: .8125rem; letter-spacing: .06em; text-transform: uppercase; }
h1 { font-size: clamp(1.75rem, 5vw, 2.75rem); line-height: 1.15; letter-spacing: -.02em;
  overflow-wrap: anywhere; }
.place { color: var(--soft); margin-top: .35rem; display: flex; flex-wrap: wrap; gap: 0 1.25rem;
  overflow-wrap: anywhere; }
.verdict { margin-top: 1.5rem; padding: .9rem 1.1rem; border-radius: 10px; border-inline-start: 5px solid; }
.verdict.mute { background: var(--code); border-color: var(--mute); }
.verdict.good { background: var(--good-ground); border-color: var(--good); }
.verdict.bad { background: var(--bad-ground); border-color: var(--bad); }
.verdict strong { font-size: 1.0625rem; }
.verdict ul { display: flex; flex-wrap: wrap; gap: .15rem 1.5rem; }
.verdict li { display: flex; align-items: baseline; gap: .5rem; }
.verdict a { color: inherit; }
.todo { margin-top: .5rem; font-size: .875rem; }

dl { display: grid; grid-template-columns: repeat(6, auto); justify-content: space-between; gap: 1.25rem 1rem;
  margin-top: 1.75rem; }
dl div { display: flex; flex-direction: column-reverse; }
dd { font-size: clamp(1.5rem, 3.5vw, 2rem); font-weight: 650; line-height: 1.2; letter-spacing: -.02em;
  font-variant-numeric: tabular-nums; }
dt { color: var(--soft); font-size: .875rem; }
nav { margin-top: 1.75rem; border-top: 1px solid var(--line); padding-top: .9rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; font-size: .9375rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }

section { padding-top: 2.75rem; scroll-margin-top: 0; }
h2 { font-size: 1.375rem; letter-spacing: -.01em; }
.lead { color: var(--soft); max-width: 46rem; margin-top: .25rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1.25rem;
  margin-top: 1.1rem; align-items: start; }
.cards > :last-child:nth-child(odd):not(:first-child) { grid-column: 1 / -1; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 1.2rem 1.3rem;
  box-shadow: var(--shadow); min-width: 0; }
.card:target { border-color: var(--accent); }
h3 { font-size: 1rem; line-height: 1.35; }
figcaption p { color: var(--soft); font-size: .9375rem; }
.nothing { color: var(--soft); margin-top: .35rem; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem 1rem; margin-top: .5rem; font-size: .8125rem;
  color: var(--soft); }
.legend li { display: flex; align-items: center; gap: .4rem; }
.key { width: .7rem; height: .7rem; border-radius: 3px; flex: none; display: inline-block; }

svg { display: block; margin-top: .9rem; overflow: visible; }
svg text { fill: var(--ink); font-size: .875rem; font-variant-numeric: tabular-nums; }
.card { container-type: inline-size; }
svg .more { display: none; }
@container (min-width: 27rem) { svg .more { display: inline; } svg .brief { display: none; } }
svg text.value { fill: var(--soft); }
svg text.tick { fill: var(--soft); font-size: .75rem; }
svg g:hover rect { opacity: .8; }
svg .grid { stroke: var(--line); }
.s0 { fill: var(--s0); background: var(--s0); } .s1 { fill: var(--s1); background: var(--s1); }
.s2 { fill: var(--s2); background: var(--s2); } .s3 { fill: var(--s3); background: var(--s3); }
.s4 { fill: var(--s4); background: var(--s4); } .s5 { fill: var(--s5); background: var(--s5); }
.rest { fill: var(--rest); background: var(--rest); } .mute { fill: var(--mute); background: var(--mute); }
.key.good { background: var(--good); } rect.good { fill: var(--good); }
.key.warn { background: var(--warn); } rect.warn { fill: var(--warn); }
.key.bad { background: var(--bad); } rect.bad { fill: var(--bad); }

details { margin-top: .9rem; font-size: .875rem; }
summary { cursor: pointer; color: var(--accent); width: fit-content; }
.scroll { overflow-x: auto; margin-top: .6rem; }
details .scroll { max-height: 26rem; overflow-y: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
th, td { text-align: start; vertical-align: top; padding: .35rem .75rem .35rem 0;
  border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { color: var(--soft); font-weight: 500; position: sticky; top: 0; background: var(--paper);
  overflow-wrap: normal; }
tbody th { font-weight: 500; }
td code, th code { white-space: nowrap; }
td.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
tr:last-child > * { border-bottom: 0; }
.card > .soft { margin-top: .5rem; font-size: .875rem; }
footer { color: var(--soft); font-size: .875rem; padding-block: 3rem 2.5rem; }

@media (max-width: 62rem) { dl { grid-template-columns: repeat(3, 1fr); } }
@media (max-width: 34rem) { dl { grid-template-columns: repeat(2, 1fr); } }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media (forced-colors: active) { svg rect, .key { forced-color-adjust: none; } }
@media print {
  :root { color-scheme: light; font-size: 12px; --ground: #fff; --paper: #fff; --ink: #000; --soft: #444;
    --line: #ccc; --shadow: none; --accent: #000; --code: #fff; }
  header, section, .card { break-inside: avoid; }
  h2, .lead { break-after: avoid; }
  nav, .skip, summary { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .scroll, details .scroll { max-height: none; overflow: visible; }
  .key, .verdict { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .cards { grid-template-columns: 1fr; }
}
"""
