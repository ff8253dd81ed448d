import { paletteOf } from "../theme.js";
import type { Colors } from "./colors.js";

const page = `
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 20px 60px;max-width:1240px;background:var(--page);color:var(--text);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .3em}
h2{font-size:1.3rem;line-height:1.3;margin:2.2em 0 .4em;padding-top:.8em;border-top:1px solid var(--line)}
h3{font-size:1.02rem;margin:1.6em 0 .4em}
h1,h2,dd,li{overflow-wrap:anywhere}
p{margin:.4em 0;max-width:75ch}
a{color:var(--link)}
.muted,figcaption,.note{color:var(--muted)}
.skip{position:absolute;left:-999px}
.skip:focus{left:12px;top:8px;background:var(--page);padding:6px 10px;z-index:3}
figure{margin:1em 0}
.plot{overflow-x:auto;border:1px solid var(--line);border-radius:6px;background:var(--figure);width:fit-content;max-width:100%}
.plot svg{display:block}
.plot .points>*{stroke:transparent;stroke-width:9;pointer-events:all}
#ring{position:fixed;z-index:1;pointer-events:none;outline:3px solid var(--focus);border-radius:1px;box-shadow:0 0 0 4px var(--page)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
figcaption{font-size:.88rem;margin-top:.3em}
button{font:inherit;font-size:.88rem;color:var(--text);background:var(--panel);border:1px solid var(--edge);
border-radius:5px;padding:.25em .8em;margin:.2em .5em .2em 0;cursor:pointer}
summary{cursor:pointer;padding:.3em 0}
.scroll{overflow:auto;max-height:32rem;margin:.5em 0 1em;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;font-size:.84rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.5em .7em}
th,td{padding:.2em .7em;text-align:right;border-top:1px solid var(--line)}
th{font-weight:600}
th bdi,td bdi{display:inline-block;width:max-content;max-width:14em;overflow-wrap:break-word}td bdi{max-width:42em}
thead th{position:sticky;top:0;z-index:1;background:var(--page)}th[scope=row]{position:sticky;left:0;background:var(--page)}
th[scope=row],td.text,thead th:first-child,.names th{text-align:left}
dl{display:grid;grid-template-columns:minmax(8em,max-content) 1fr;gap:.15em 1.2em;margin:.4em 0;font-size:.92rem}
dt{color:var(--muted)}dd{margin:0}
.warnings li{margin:.3em 0}
#tip{position:fixed;left:0;top:0;z-index:2;max-width:min(420px,90vw);padding:.3em .65em;border-radius:5px;pointer-events:none;
background:var(--text);color:var(--page);font-size:.88rem;overflow-wrap:anywhere}
#tip strong{white-space:nowrap}
[hidden]{display:none!important}
.paper{display:none}
@media print{body{max-width:none;padding:0;font-size:11pt}button,nav,.skip,.note,#tip,#ring{display:none!important}
.plot{overflow:visible;border:0;width:auto}.plot svg{max-width:100%;height:auto}
.scroll{max-height:none;overflow:visible;border:0}table{font-size:6.5pt}th,td{padding:.1em .3em}th{position:static!important}
th bdi,td bdi{width:auto;max-width:100%;overflow-wrap:anywhere}.matrix{width:100%;table-layout:fixed;font-size:5.6pt}.matrix thead th:first-child{width:9em}.wide{display:none}.paper{display:block}
:focus-visible{outline:0}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}}
`;

/** Colours of the page around the figures, light and dark. */
const frame: Readonly<Record<string, readonly [string, string]>> = {
  page: ["#f7f7f9", "#0f1115"],
  panel: ["#ffffff", "#1d2128"],
  line: ["#d9dbe1", "#2f3540"],
  edge: ["#8a8d96", "#6b7280"],
  link: ["#1f5fae", "#7db3f5"],
  focus: ["#d9480f", "#ffb86b"],
};

/** The style sheet: light, dark where the reader prefers it, and light again on paper. */
export function styleOf({ pairs }: Colors): string {
  const [light, dark] = [paletteOf("light"), paletteOf("dark")];
  const all = [
    ...Object.entries(frame).map(([name, [first, second]]) => [name, first, second]),
    ["text", light.text, dark.text],
    ["muted", light.muted, dark.muted],
    ["figure", light.background, dark.background],
    ...pairs.map((pair) => [pair.name, pair.light, pair.dark]),
  ];
  const set = (place: 1 | 2) => all.map((entry) => `--${entry[0]}:${entry[place]}`).join(";");
  return (
    `:root{color-scheme:light dark;${set(1)}}` +
    `@media (prefers-color-scheme:dark){:root{${set(2)}}}` +
    `@media print{:root{color-scheme:light;${set(1)};--page:#ffffff}}` +
    page.replaceAll("\n", "")
  );
}
