const CELLS = `{{#each this}}<td class="{{kind}}">{{#if label}}{{label.zh}} <i>{{label.en}}</i>{{else}}{{text}}{{/if}}</td>{{/each}}`;

const TABLE = `<section>
<h2>{{label.zh}} <i>{{label.en}}</i></h2>
{{#if chart}}<figure>{{{chart}}}</figure>{{/if}}
{{#if rows}}<table>
<thead><tr>{{#each columns}}<th class="{{kind}}">{{label.zh}}<br><i>{{label.en}}</i></th>{{/each}}</tr></thead>
<tbody>{{#each rows}}<tr>${CELLS}</tr>{{/each}}</tbody>
{{#if total}}<tfoot><tr>{{#with total}}${CELLS}{{/with}}</tr></tfoot>{{/if}}
</table>{{else}}<p class="nothing">{{nothing.zh}} <i>{{nothing.en}}</i></p>{{/if}}
</section>`;

/** HTML of a report, in both languages; nothing in it is loaded from elsewhere, and it prints on A4. */
export const HTML_TEMPLATE = `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{title.zh}} {{title.en}} {{from}}</title>
<style>
@page { size: A4; margin: 14mm }
* { box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact }
body { margin: 0; background: #f6f2ec; color: #2b2622; font: 14px/1.55 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', Helvetica, Arial, sans-serif }
main { max-width: 820px; margin: 0 auto; background: #fff; padding: 28px 36px }
i { font-style: normal; color: #7d746b; font-weight: normal }
header { border-bottom: 3px solid #7a2e3a; padding-bottom: 14px; margin-bottom: 20px }
h1 { margin: 0; font-size: 24px; color: #7a2e3a } h1 i { font-size: 18px }
h2 { margin: 26px 0 8px; font-size: 16px; break-after: avoid }
section, figure { break-inside: avoid }
.about { margin: 6px 0 0; font-size: 13px } .about span { white-space: nowrap; margin-right: 16px }
.facts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px }
.facts div { border: 1px solid #e4ddd3; border-radius: 4px; padding: 10px 12px; font-size: 12px; break-inside: avoid }
.facts b { display: block; font-size: 18px; font-variant-numeric: tabular-nums }
table { border-collapse: collapse; width: 100%; font-size: 13px }
th { text-align: left; padding: 6px 8px; border-bottom: 2px solid #7a2e3a; color: #7a2e3a; line-height: 1.3; vertical-align: bottom }
td { padding: 6px 8px; border-bottom: 1px solid #e4ddd3 }
tr { break-inside: avoid }
tfoot td { font-weight: bold; border-top: 2px solid #7a2e3a; border-bottom: 0 }
.amount, .count { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
figure { margin: 8px 0 12px } svg { width: 100%; display: block; font-size: 12px; fill: #2b2622 } svg rect { fill: #a8505e }
.nothing { color: #7d746b }
@media screen and (max-width: 620px) {
  main { padding: 18px 14px }
  .facts { grid-template-columns: repeat(2, 1fr) }
  .facts b { font-size: 15px; overflow-wrap: anywhere }
  .about span { white-space: normal }
  table { font-size: 12px } th, td { padding: 6px 4px } td:first-child { white-space: nowrap }
  /* English names, where the Chinese ones stand beside them. */
  :is(th, td):nth-child(3):nth-last-child(3) { display: none }
}
@media print {
  body { background: none; font-size: 12px } main { max-width: none; padding: 0 }
  header { padding-bottom: 8px; margin-bottom: 12px }
  .facts { grid-template-columns: repeat(4, 1fr); gap: 6px }
  .facts div { padding: 6px 8px; font-size: 10.5px } .facts b { font-size: 14px }
  h2 { margin: 16px 0 4px; font-size: 14px }
  table { font-size: 11.5px } th { padding: 3px 8px } td { padding: 3.5px 8px }
  figure { margin: 4px 0 6px } svg { max-width: 560px }
}
</style></head>
<body><main>
<header>
<h1>{{title.zh}} <i>{{title.en}}</i></h1>
<p class="about">{{mall.name}} <i>{{mall.name_en}}</i></p>
<p class="about"><span>{{period.zh}} <i>{{period.en}}</i> {{from}} – {{to}} ({{zone}})</span> <span>{{asOf.zh}} <i>{{asOf.en}}</i> {{asOfDay}}</span> <span>{{generated.zh}} <i>{{generated.en}}</i> {{generatedAt}}</span></p>
</header>
<div class="facts">{{#each facts}}<div>{{label.zh}} <i>{{label.en}}</i><b>{{text}}</b></div>{{/each}}</div>
{{#each tables}}${TABLE}
{{/each}}
</main></body>
</html>
`;
