const CHINESE = `{{mall.name}} · {{mall.office}}
缴费提醒

{{shop.name}}（商铺编号 {{shop.code}}）
{{shop.contact_name}} 您好：

感谢贵店一直以来的支持。截至 {{today}}，贵店有以下 {{count}} 笔账单尚未付清，请于到期日（含当日）前完成缴款{{#if anyOverdue}}，已逾期的请尽快付清{{/if}}：

{{#each bills}}
{{number}}. {{kind.zh}}  {{amount}}  到期日 {{period_end}}{{#if overdue}}（已逾期）{{/if}}
   账期 {{period_start}} 至 {{period_end}}，账单号 {{id}}
{{/each}}

合计应缴：{{total}}（人民币）

转账时请注明商铺编号与账单号。如贵店已经付款，请忽略本邮件；如对账单有疑问，请致电财务部 {{mall.phone}}。
`;

const ENGLISH = `{{mall.name_en}} · {{mall.office_en}}
Payment reminder

{{shop.name_en}} (shop {{shop.code}})
Dear {{shop.contact_name}},

Thank you for being with us. As of {{today}}, the following {{#if oneBill}}bill is{{else}}{{count}} bills are{{/if}} still open. Please pay by the due date{{#if anyOverdue}}, and what is overdue without delay{{/if}}:

{{#each bills}}
{{number}}. {{kind.en}}  {{amount}}  due {{period_end}}{{#if overdue}} (overdue){{/if}}
   Period {{period_start}} to {{period_end}}, bill no. {{id}}
{{/each}}

Total due: {{total}} (CNY)

Please state the shop and bill numbers with your transfer. If you have already paid, kindly disregard this mail. Questions about a bill? Call the Finance Office on {{mall.phone}}.
`;

const RULE = `
----------------------------------------------------------------------

`;

/** Plain text of a reminder, in both languages. */
export const TEXT_TEMPLATE = `{{#if englishFirst}}
${ENGLISH}${RULE}${CHINESE}{{else}}
${CHINESE}${RULE}${ENGLISH}{{/if}}`;
