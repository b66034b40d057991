const TABLE = 'border-collapse:collapse;width:100%;margin:16px 0;font-size:14px';
const HEAD = 'text-align:left;padding:8px 10px;border-bottom:2px solid #7a2e3a;color:#7a2e3a';
const CELL = 'padding:8px 10px;border-bottom:1px solid #e4ddd3';
const SUM = 'padding:10px;font-weight:bold;border-top:2px solid #7a2e3a';
const MONEY = 'text-align:right;white-space:nowrap';

const ROW = (kind: string, overdue: string): string => `{{#each bills}}<tr>
<td style="${CELL}">{{id}}</td>
<td style="${CELL}">{{${kind}}}</td>
<td class="period" style="${CELL}">{{period_start}} – {{period_end}}</td>
<td style="${CELL};white-space:nowrap">{{period_end}}{{#if overdue}} <b class="overdue" style="color:#b3261e">${overdue}</b>{{/if}}</td>
<td style="${CELL};${MONEY}">{{amount}}</td>
</tr>{{/each}}`;

const CHINESE = `<section lang="zh-CN">
<h2 style="font-size:18px;margin:0 0 12px">缴费提醒</h2>
<p><b>{{shop.name}}</b>（商铺编号 {{shop.code}}）<br>{{shop.contact_name}} 您好：</p>
<p>感谢贵店一直以来的支持。截至 {{today}}，贵店有以下 {{count}} 笔账单尚未付清，请于到期日（含当日）前完成缴款{{#if anyOverdue}}，已逾期的请尽快付清{{/if}}：</p>
<table style="${TABLE}">
<tr><th style="${HEAD}">账单号</th><th style="${HEAD}">费用</th><th class="period" style="${HEAD}">账期</th><th style="${HEAD}">到期日</th><th style="${HEAD};${MONEY}">金额</th></tr>
${ROW('kind.zh', '已逾期')}
<tr><td colspan="2" style="${SUM}">合计应缴（人民币）</td><td class="period" style="${SUM}"></td><td colspan="2" style="${SUM};${MONEY}">{{total}}</td></tr>
</table>
<p>转账时请注明商铺编号与账单号。如贵店已经付款，请忽略本邮件；如对账单有疑问，请致电财务部 {{mall.phone}}。</p>
</section>`;

const ENGLISH = `<section lang="en">
<h2 style="font-size:18px;margin:0 0 12px">Payment reminder</h2>
<p><b>{{shop.name_en}}</b> (shop {{shop.code}})<br>Dear {{shop.contact_name}},</p>
<p>Thank you for being with us. As of {{today}}, the following {{#if oneBill}}bill is{{else}}{{count}} bills are{{/if}} still open. Please pay by the due date{{#if anyOverdue}}, and what is overdue without delay{{/if}}:</p>
<table style="${TABLE}">
<tr><th style="${HEAD}">Bill no.</th><th style="${HEAD}">Charge</th><th class="period" style="${HEAD}">Period</th><th style="${HEAD}">Due</th><th style="${HEAD};${MONEY}">Amount</th></tr>
${ROW('kind.en', 'overdue')}
<tr><td colspan="2" style="${SUM}">Total due (CNY)</td><td class="period" style="${SUM}"></td><td colspan="2" style="${SUM};${MONEY}">{{total}}</td></tr>
</table>
<p>Please state the shop and bill numbers with your transfer. If you have already paid, kindly disregard this mail. Questions about a bill? Call the Finance Office on {{mall.phone}}.</p>
</section>`;

const RULE = '<hr style="border:0;border-top:1px solid #e4ddd3;margin:28px 0">';

/** HTML of a reminder, in both languages; nothing in it is loaded from elsewhere. */
export const HTML_TEMPLATE = `<!doctype html>
<html lang="{{shop.locale}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>缴费提醒 Payment reminder</title>
<style>@media (max-width:520px) { .frame { padding:18px 14px !important } .period { display:none } td,th { padding:8px 4px !important } .overdue { display:block } }</style></head>
<body style="margin:0;background:#f6f2ec;color:#2b2622;font:15px/1.6 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',Helvetica,Arial,sans-serif">
<div style="max-width:680px;margin:0 auto;background:#fff">
<div style="background:#7a2e3a;color:#fff;padding:18px 28px;font-size:17px">{{mall.name}} <span style="opacity:.8">{{mall.name_en}}</span></div>
<div class="frame" style="padding:24px 28px">
{{#if englishFirst}}${ENGLISH}${RULE}${CHINESE}{{else}}${CHINESE}${RULE}${ENGLISH}{{/if}}
</div>
<div style="padding:14px 28px;color:#7d746b;font-size:12px;border-top:1px solid #e4ddd3">{{mall.name}}{{mall.office}} · {{mall.name_en}} {{mall.office_en}} · {{mall.phone}}</div>
</div>
</body>
</html>
`;
