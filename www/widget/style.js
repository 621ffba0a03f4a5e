// The look of results and answers. Colours are in pairs, light and dark; every text has at
// least 4.5:1 on what it stands on, every edge that means something 3:1.

import { declare } from "../shared/palette.js";

export const css =
  declare({
    raised: ["#f5f7f9", "#1c2027"],
    line: ["#dde2e9", "#2d333d"],
    "on-accent": ["#fff", "#06202a"],
    ok: ["#0f5c37", "#86dbab"],
    "ok-soft": ["#eaf6ef", "#11271b"],
    "ok-line": ["#1f8a52", "#33a56b"],
    warn: ["#744600", "#f2c773"],
    "warn-soft": ["#fdf3dd", "#2b2211"],
    "warn-line": ["#b97a10", "#b98a36"],
    bad: ["#a4161a", "#ff9f9b"],
    "bad-soft": ["#fdeaea", "#351a1b"],
    internal: ["#5b2a9d", "#cdb3f6"],
    "internal-soft": ["#f2ebfb", "#281c3a"],
    mark: ["#ffe48a", "#5d4b06"],
    "mark-text": ["#1a1f2b", "#fff3c7"],
  }) +
  `
.clear:hover,.close:hover{color:var(--_text);background:var(--_accent-soft)}
.chip{display:inline-flex;flex:none;align-items:center;gap:.375em;padding:.1875em .375em .1875em .625em;font-size:.875em;white-space:nowrap;color:var(--_accent);background:var(--_accent-soft);border:1px solid transparent;border-radius:2em}
.chip .icon{inline-size:1.1em;block-size:1.1em}
.failure button{padding:0;background:none;border:0;text-decoration:underline}
@media (forced-colors:active){.box:focus-within{outline:2px solid Highlight}.chip{border-color:ButtonText}}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
.clear,.close{display:grid;place-items:center;inline-size:2.25em;block-size:2.25em;padding:0;color:var(--_muted);background:none;border:0;border-radius:.5em}
.closer:hover{color:var(--_text);background:var(--_accent-soft)}
.closer{padding:.375em .75em;font-size:.875em;color:var(--_muted);background:none;border:1px solid var(--_edge);border-radius:.5em}
dialog{inline-size:min(64rem,100vw - 2rem);max-inline-size:none;max-block-size:88vh;margin:6vh auto auto;padding:0;overflow:hidden;color:inherit;background:var(--_surface);border:1px solid var(--_edge);border-radius:var(--_r);box-shadow:0 1.5rem 4rem rgb(0 0 0/.35)}
dialog[open],dialog .frame{display:flex;flex-direction:column;min-block-size:0}
dialog::backdrop{background:rgb(10 14 20/.55)}
dialog .box.box{flex:none;border-width:0 0 1px;border-radius:0;box-shadow:none}
@media (max-width:40em){dialog{inline-size:100vw;block-size:100%;max-block-size:none;margin:0;border:0;border-radius:0}}
.trigger kbd{padding:0 .4em;font:inherit;font-size:.75em;text-transform:uppercase;white-space:nowrap;border:1px solid var(--_edge);border-radius:.35em}
.failure p{color:var(--_bad)}
.box{cursor:text}
.frame{--_mono:var(--kedb-mono,ui-monospace,"Cascadia Mono","SF Mono",Menlo,Consolas,monospace)}
.visually-hidden{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
p{margin:0}
code{unicode-bidi:plaintext;font-family:var(--_mono);font-size:.92em}
mark{color:var(--_mark-text);background:var(--_mark);border-radius:.2em;box-shadow:0 0 0 .1em var(--_mark)}
a[href]{color:var(--_accent);text-underline-offset:.18em}
.panel{margin-block-start:.75em}
.notes{padding-inline:1.25em;font-size:.9375em;color:var(--_muted)}
.notes>*{margin-block-end:.625em}
.notes b{color:var(--_text)}
.notes pre{max-block-size:14em;padding:.75em 1em;margin:.5em 0 0;overflow:auto;font:.86em/1.5 var(--_mono);color:var(--_text);white-space:pre-wrap;overflow-wrap:anywhere;background:var(--_raised);border-radius:.5em}
summary{cursor:pointer}
.undo{padding:0;color:var(--_accent);text-align:start;text-decoration:underline;text-underline-offset:.18em;background:none;border:0}
.forget{align-self:flex-start;margin-inline-start:1.25em;font-size:.875em}
.filters{display:flex;flex-wrap:wrap;gap:.5em;margin-block-end:.75em}
.filter{display:inline-flex;max-inline-size:100%;font-size:.875em;background:var(--_surface);border:1px solid var(--_edge);border-radius:2em}
.filter:hover{border-color:var(--_accent)}
.filter-menu{position:relative;display:inline-flex;align-items:center;gap:.375em;min-inline-size:0;min-block-size:2.2857em;padding-inline:.9375em .6875em}
.filter-face{overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.filter .icon{inline-size:1.1em;block-size:1.1em;color:var(--_muted)}
.filter select{position:absolute;inset:0;inline-size:100%;font:inherit;color:var(--_text);background:var(--_surface);border:0;cursor:pointer;opacity:0}
.filter:focus-within{outline:2px solid var(--_accent);outline-offset:2px}
.filter:focus-within :focus-visible{outline:0}
.filter.on{color:var(--_accent);background:var(--_accent-soft);border-color:var(--_accent)}
.filter-off{display:grid;place-items:center;inline-size:2.2857em;padding:0;background:none;border:0;border-inline-start:1px solid var(--_accent);border-start-end-radius:2em;border-end-end-radius:2em}
.filter.on .icon{color:inherit}
.filter-off:hover,.filter-off:focus-visible{color:var(--_on-accent);background:var(--_accent)}
.note{padding:.75em 1em;margin-block-end:.75em;color:var(--_warn);background:var(--_warn-soft);border-radius:var(--_r)}

.list{overflow:hidden;background:var(--_surface);border:1px solid var(--_line);border-radius:var(--_r)}
.group+.group{border-block-start:1px solid var(--_line)}
.group-heading{display:flex;flex-wrap:wrap;gap:.25em 1.25em;align-items:center;justify-content:space-between;padding:.75em 1.54em;font-size:.8125em;font-weight:600;color:var(--_muted);border-block-end:1px solid var(--_line)}
.broken .group-heading bdi::before{content:"";display:inline-block;inline-size:.6em;block-size:.6em;margin-inline-end:.6em;background:var(--_bad);border-radius:50%;forced-color-adjust:none}
.keys{display:none;gap:1.25em;font-weight:400}
.keys span{display:flex;gap:.375em}
.keys kbd{padding:.0625em .375em;font:inherit;font-size:.92em;background:var(--_raised);border:1px solid var(--_line);border-radius:.3em}
.hit{position:relative;display:grid;gap:.3125em;padding:.9375em 1.25em;cursor:pointer}
.hit+.hit{border-block-start:1px solid var(--_line)}
.hit:hover{background:var(--_raised)}
.hit[aria-selected=true],.hit.open{background:var(--_accent-soft)}
.hit[aria-selected=true]::before,.hit.open::before{content:"";position:absolute;inset-block:0;inset-inline-start:0;inline-size:4px;background:var(--_accent)}
.hit.copied::after{content:attr(data-copied);position:absolute;inset-block-start:.75em;inset-inline-end:.75em;padding:.125em .625em;font-size:.8125em;font-weight:600;color:var(--_on-accent);background:var(--_accent);border-radius:2em}
.earlier{display:flex;gap:.75em;align-items:center;padding-block:.5em}
.earlier .icon{color:var(--_muted)}
.earlier span{min-inline-size:0;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.title{font-size:1.0625em;font-weight:600;line-height:1.35;overflow-wrap:anywhere}
.excerpt{display:-webkit-box;overflow:hidden;font-size:.9375em;overflow-wrap:anywhere;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.label{margin-inline-end:.5em;font-weight:600}
.label.do{color:var(--_ok)}
.label.none{color:var(--_warn)}
.why{display:flex;flex-wrap:wrap;gap:.25em .75em;font-size:.8125em;color:var(--_muted)}
.reason code{padding:.05em .35em;color:var(--_mark-text);background:var(--_mark);border-radius:.25em;overflow-wrap:anywhere}
.meta{display:flex;flex-wrap:wrap;align-items:center;gap:.25em .625em;margin-block-start:.125em;font-size:.8125em;color:var(--_muted)}
.meta .id{font-family:var(--_mono);font-size:.95em}
.badge{display:inline-flex;align-items:center;gap:.3em;padding:.0625em .5625em;font-weight:600;color:var(--_accent);background:var(--_accent-soft);border:1px solid transparent;border-radius:2em}
.badge .icon{inline-size:1em;block-size:1em}
.badge[data-status=investigating]{color:var(--_warn);background:var(--_warn-soft)}
.badge[data-status=fixed]{color:var(--_ok);background:var(--_ok-soft)}
.badge[data-status=wont-fix],.severity{color:var(--_muted);background:var(--_line)}
.severity[data-severity="1"]{color:var(--_bad);background:var(--_bad-soft)}
.severity[data-severity="2"]{color:var(--_warn);background:var(--_warn-soft)}
.badge.internal{color:var(--_internal);background:var(--_internal-soft)}
.hit[aria-selected=true] .badge,.hit.open .badge{background:var(--_surface)}

.badge.plain{display:inline-block;font-weight:400;color:var(--_muted);background:none;border-color:var(--_edge)}
.plain b{font-weight:600;color:var(--_text)}
.skeleton{overflow:hidden;border:1px solid var(--_line);border-radius:var(--_r)}
.ghost{display:grid;gap:.75em;padding:1.25em}
.ghost+.ghost{border-block-start:1px solid var(--_line)}
.ghost i{block-size:.75em;inline-size:92%;background:var(--_line);border-radius:.375em;animation:busy 1s ease-in-out infinite alternate}
.nothing{display:flex;flex-wrap:wrap;gap:.5em .75em;padding:1.5em 1.25em;background:var(--_raised);border-radius:var(--_r)}
.nothing p{flex:1 0 100%;color:var(--_muted)}
.nothing .nothing-title{font-size:1.125em;font-weight:600;color:var(--_text);overflow-wrap:anywhere}
.nothing .button{margin-block-start:.5em}
.results{display:flex;flex-direction:column;gap:.75em;min-inline-size:0}
.before{order:-1}

.button.button{display:inline-flex;align-items:center;justify-content:center;gap:.5em;min-block-size:2.5em;padding:.375em .9375em;font-weight:500;line-height:1.25;color:var(--_text);text-decoration:none;background:var(--_surface);border:1px solid var(--_edge);border-radius:.5625em;transition:background-color .12s}
.button:hover{background:var(--_accent-soft);border-color:var(--_accent)}
.button .icon{inline-size:1.125em;block-size:1.125em}
.quiet.quiet{padding-inline:.5em;color:var(--_muted);background:none;border-color:transparent}
.quiet:hover{color:var(--_accent)}
.primary.primary{color:var(--_on-accent);background:var(--_accent);border-color:var(--_accent);font-weight:600}
.primary:hover{color:var(--_accent);background:var(--_surface)}
.primary span{min-inline-size:9.2em;text-align:start}
.more{align-self:center}

.answer{min-inline-size:0;overflow-wrap:anywhere;background:var(--_surface);border:1px solid var(--_line);border-radius:var(--_r)}
.answer header{display:grid;gap:.5em;padding:1.25em 1.25em 0}
.answer:focus-visible{outline-offset:-1px}
.answer .bar{display:flex}
.answer h2{margin:0;font-size:1.5em;font-weight:650;line-height:1.2}
.answer h3{display:flex;flex-wrap:wrap;align-items:center;gap:.5em;margin:0 0 .5em;font-size:1em;font-weight:650}
.remark{color:var(--_muted)}
.stale{display:flex;gap:.5em;align-items:center;color:var(--_warn)}
.stale .icon{flex:none;inline-size:1.125em;block-size:1.125em}
.remark.ok{font-weight:600;color:var(--_ok)}
` +
  `.back:dir(rtl) .icon{scale:-1 1}` + // floor: an arrow to the left
  `
.close{display:none}
.workaround,.no-workaround{padding:1.125em 1.25em 1.25em;margin:1.125em 1.25em 0;border-radius:var(--_r)}
.workaround{background:var(--_ok-soft);border:1px solid var(--_ok-line);border-inline-start-width:6px}
.workaround h3{font-size:1.125em;color:var(--_ok)}
.workaround .prose{font-size:1.0625em}
.no-workaround{background:var(--_warn-soft);border:1px dashed var(--_warn-line)}
.no-workaround h3{font-size:1.125em;color:var(--_warn)}
.actions{display:flex;flex-wrap:wrap;gap:.375em .5em;margin-block-start:1.125em}
.section{padding:1.375em 1.25em 0}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(11em,100%),1fr));gap:.875em 1.25em;padding:1.25em 1.43em;margin:1.5em 0 0;font-size:.875em;border-block-start:1px solid var(--_line)}
.facts dt{color:var(--_muted)}
.facts dd{margin:0}
.codes{display:flex;flex-wrap:wrap;gap:.25em .625em}
.helped{display:flex;flex-wrap:wrap;align-items:center;gap:.5em .75em;padding:1em 1.25em;background:var(--_raised);border-block-start:1px solid var(--_line);border-radius:0 0 var(--_r) var(--_r)}
.reasons{font-size:.9375em;color:var(--_muted)}
.reasons ul{padding-inline-start:1.5em;margin:.5em 0 0}
.feedback{display:contents}
.feedback summary{list-style:none}
.feedback summary::-webkit-details-marker{display:none}
.feedback[open]{display:block;flex:1 0 100%}
.feedback[open]>*{margin-block-end:.75em}
.feedback fieldset{display:flex;flex-wrap:wrap;gap:.375em 1.25em;padding:0;margin-inline:0;border:0}
.feedback legend{padding:0;margin-block-end:.375em;font-weight:600}
.feedback fieldset label{display:inline-flex;gap:.5em;align-items:center}
.feedback input{flex:none;inline-size:1.125em;block-size:1.125em;margin:0;accent-color:var(--_accent)}
.feedback .button{margin-block-end:0}
.feedback textarea{display:block;inline-size:100%;padding:.5em .75em;margin-block-start:.25em;font:inherit;color:inherit;background:var(--_surface);border:1px solid var(--_edge);border-radius:.5em;resize:vertical}
.reply{flex:1 0 100%;font-weight:600}
.reply:empty{display:none}

.prose p,.prose ul,.prose ol,.prose pre,.prose aside,.prose blockquote,.prose .scroll{margin:.625em 0}
.prose>:first-child,.prose :is(aside,li,td,th,blockquote)>:first-child{margin-block-start:0}
.prose>:last-child,.prose :is(aside,li,td,th,blockquote)>:last-child{margin-block-end:0}
.prose ul,.prose ol{padding-inline-start:1.5em}
.prose li{margin:.375em 0}
.prose li::marker{color:var(--_muted)}
.prose h4,.prose h5,.prose h6{margin:1.25em 0 .375em;font-size:1em;font-weight:650}
.workaround .prose>ol{padding:0;list-style:none}
.workaround .prose>ol>li{position:relative;min-block-size:1.75em;padding-inline-start:2.5em;margin:.625em 0}
.workaround .prose>ol>li::before{content:counter(list-item);position:absolute;inset-block-start:-.0625em;inset-inline-start:0;display:grid;place-items:center;inline-size:1.75em;block-size:1.75em;font-size:.9375em;font-weight:650;color:var(--_ok);border:1.5px solid var(--_ok-line);border-radius:50%}
.prose pre{padding:.75em 1em;overflow-x:auto;overflow-wrap:normal;line-height:1.45;background:var(--_raised);border:1px solid var(--_line);border-radius:.5em}
.workaround .code,.workaround .prose :not(pre)>code{background:var(--_surface)}
.code{display:grid;grid-template-columns:minmax(0,1fr) auto;margin:.625em 0;background:var(--_raised);border:1px solid var(--_line);border-radius:.5em}
.prose .code pre{margin:0;background:none;border:0}
.copy-code{padding:0 .875em;font-size:.8125em;color:var(--_muted);background:none;border:0;border-inline-start:1px solid var(--_line);border-radius:0 .5em .5em 0}
.copy-code:hover{color:var(--_accent);background:var(--_accent-soft)}
.prose :not(pre)>code{padding:.08em .32em;background:var(--_raised);border:1px solid var(--_line);border-radius:.3em}
.prose kbd{padding:.05em .4em;font:inherit;font-size:.9em;border:1px solid var(--_edge);border-radius:.3em}
.prose img{display:block;max-inline-size:100%;block-size:auto;border:1px solid var(--_line);border-radius:.5em}
.prose blockquote{padding-inline-start:1em;margin-inline:0;color:var(--_muted);border-inline-start:3px solid var(--_line)}
.prose .scroll{overflow-x:auto}
.prose table{border-collapse:collapse;font-size:.9375em;overflow-wrap:normal}
.prose th,.prose td{padding:.375em .75em;text-align:start;vertical-align:top;border:1px solid var(--_line)}
.prose th{background:var(--_raised)}
.prose aside{padding:.75em 1em;background:var(--_accent-soft);border-inline-start:4px solid var(--_accent);border-radius:.375em}
.prose aside.warning,.prose aside.caution,.prose aside.important{background:var(--_warn-soft);border-color:var(--_warn-line)}
.prose aside.internal{background:var(--_internal-soft);border:1px dashed var(--_internal);border-inline-start:4px solid var(--_internal)}
.prose aside.internal::before{content:attr(data-label);display:block;font-size:.8125em;font-weight:650;color:var(--_internal)}

dialog .panel{flex:1;min-block-size:0;margin:0;overflow:auto}
dialog :is(.list,.answer,.skeleton,.nothing,.note){border-width:0;border-radius:0}
dialog :is(.filters,.notes){padding:.75em 1.25em;margin:0;border-block-end:1px solid var(--_line)}
dialog .notes:empty{display:none}
dialog .notes>:last-child{margin:0}
@container (max-width:51.99em){.opened .results{display:none}}
@container (min-width:52em){
.opened{display:grid;grid-template-columns:minmax(16em,2fr) minmax(0,3fr);gap:1em;align-items:start}
.opened .keys{display:none!important}
.opened .excerpt{-webkit-line-clamp:1}
.opened .back{display:none}
.opened .bar{position:absolute;inset-block-start:.875em;inset-inline-end:.875em}
.opened .close{display:grid}
.opened .answer{position:sticky;inset-block-start:1em;max-block-size:calc(100vh - 2em);overflow:auto}
.opened .answer header{padding-inline-end:3.75em}
dialog .opened{gap:0}
dialog .opened .answer{inset-block-start:0;max-block-size:none;border-inline-start-width:1px}
}
@container (max-width:26em){.group-heading{padding-inline:1.23em}.box{gap:.375em;padding-inline:.75em .375em}.hit,.answer header,.section,.helped{padding-inline:1em}.facts{padding-inline:1.143em}.workaround,.no-workaround{padding:1em;margin-inline:.75em}.actions .button:not(.quiet){flex:1 1 100%}.primary span{min-inline-size:0}.answer h2{font-size:1.3125em}}
@media (hover:hover){@container (min-width:40em){.keys{display:flex}}}
@media (forced-colors:active){.badge,.chip,.label,.reason code{border:1px solid}.hit[aria-selected=true],.hit.open{outline:2px solid Highlight;outline-offset:-2px}mark{color:MarkText;background:Mark}.workaround{border:3px solid}}
@media print{.prose pre{white-space:pre-wrap;overflow-wrap:anywhere}.code,.prose li{break-inside:avoid}.box,.results,.bar,.actions,.helped,.note,.notes,.filters,.reasons,.copy-code,.trigger{display:none!important}.answer{display:block;max-block-size:none!important;overflow:visible!important;position:static!important;border:0}.opened{display:block!important}}
`;
