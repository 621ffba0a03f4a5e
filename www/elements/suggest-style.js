// The look of suggestions in a form: quiet until one is opened.

export const css = `
.region{margin-block:.5em;background:var(--_surface);border:1px solid var(--_line);border-radius:var(--_r)}
.region-title{margin:0;padding:.75em 1.23em .5em;font-size:.8125em;font-weight:600;color:var(--_muted)}
.suggestions{padding:0;margin:0;list-style:none}
.suggestion{border-block-start:1px solid var(--_line)}
.summary{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.125em .625em;inline-size:100%;min-block-size:3em;padding:.6875em 1em;text-align:start;background:none;border:0}
.summary:hover{background:var(--_raised)}
.summary:focus-visible{outline-offset:-2px}
.summary .icon{margin-block-start:.15em;color:var(--_accent);transition:rotate .12s}
.summary[aria-expanded=true]>.icon{rotate:180deg}
.summary .title,.summary .meta{grid-column:2}
.summary .title{font-size:1em}
.suggestion:last-child .summary:not([aria-expanded=true]){border-radius:0 0 var(--_r) var(--_r)}
.unfolded .answer{border:0;background:none}
.unfolded .answer header{padding:.25em 1em 0}
.unfolded .workaround,.unfolded .no-workaround{margin:.25em 1em 0}
.unfolded .section{padding:1em 1.25em 0}
.unfolded .helped{margin-block-start:1em;background:none;border:0}
.suggestion:not(:last-child) .helped{border-radius:0}
.unfolded .note{margin:0 1em 1em}
.thanks{display:grid;gap:.375em;justify-items:start;padding:1em 1.25em 1.25em;margin-block:.5em;background:var(--_ok-soft);border:1px solid var(--_ok-line);border-radius:var(--_r)}
.thanks-title{font-weight:650;color:var(--_ok)}
.thanks .button{margin-block-start:.5em}
@container (max-width:26em){.region-title,.summary{padding-inline:.75em}.unfolded .workaround,.unfolded .no-workaround{margin-inline:.5em}}
@media print{.region,.thanks{display:none}}
`;
