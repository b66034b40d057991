import type { MailTemplate } from '@celerity/contracts';
import type { Locale } from '../../../mall/mall-database.js';

/** The words of one mail in one language; `{{value}}` stands for what the task was told. */
export interface TemplateWords {
  readonly subject: string;
  readonly greeting: string;
  readonly opening: string;
  /** What matters, line by line: what it is called and what it is. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly closing: string;
}

/** Every template in both languages. */
export const TEMPLATE_WORDS: Readonly<Record<MailTemplate, Readonly<Record<Locale, TemplateWords>>>> = {
  contract_expiring: {
    zh: {
      subject: '合同即将到期：{{shop}}（{{unit}}）',
      greeting: '{{shop}}，您好：',
      opening: '贵店的租赁合同即将到期。如需续租，请在回复期限前与我们联系。',
      facts: [
        ['铺位', '{{unit}}'],
        ['合同到期日', '{{ends_on}}'],
        ['回复期限', '{{answer_by}}'],
      ],
      closing: '感谢贵店一直以来的支持，期待继续合作。',
    },
    en: {
      subject: 'Your contract is about to end: {{shop}} ({{unit}})',
      greeting: 'Dear {{shop}},',
      opening: 'Your lease is about to end. If you would like to stay, please tell us by the day below.',
      facts: [
        ['Unit', '{{unit}}'],
        ['Contract ends on', '{{ends_on}}'],
        ['Please answer by', '{{answer_by}}'],
      ],
      closing: 'Thank you for being with us. We hope that you stay.',
    },
  },
  maintenance_notice: {
    zh: {
      subject: '维修通知：{{what}}（{{day}}）',
      greeting: '{{shop}}，您好：',
      opening: '我们将进行以下维修，期间给您带来不便，敬请谅解。',
      facts: [
        ['内容', '{{what}}'],
        ['日期', '{{day}}'],
        ['时间', '{{from}}–{{until}}'],
      ],
      closing: '如有疑问，请与我们联系。',
    },
    en: {
      subject: 'Maintenance: {{what}} ({{day}})',
      greeting: 'Dear {{shop}},',
      opening: 'We are going to carry out the work below, and apologise for any inconvenience.',
      facts: [
        ['Work', '{{what}}'],
        ['Day', '{{day}}'],
        ['Time', '{{from}}–{{until}}'],
      ],
      closing: 'Please get in touch if you have any questions.',
    },
  },
  payment_received: {
    zh: {
      subject: '收款确认：{{amount}}（账单 {{bill_id}}）',
      greeting: '{{shop}}，您好：',
      opening: '我们已收到贵店的付款，谢谢。',
      facts: [
        ['账单号', '{{bill_id}}'],
        ['金额（人民币）', '{{amount}}'],
        ['收款日期', '{{paid_on}}'],
      ],
      closing: '本邮件仅作收款确认，发票另行开具。',
    },
    en: {
      subject: 'Payment received: {{amount}} (bill {{bill_id}})',
      greeting: 'Dear {{shop}},',
      opening: 'Thank you, we have received your payment.',
      facts: [
        ['Bill no.', '{{bill_id}}'],
        ['Amount (CNY)', '{{amount}}'],
        ['Received on', '{{paid_on}}'],
      ],
      closing: 'This mail only confirms the payment. The invoice is sent separately.',
    },
  },
  report_ready: {
    zh: {
      subject: '{{kind.zh}}已生成：{{report_name}}',
      greeting: '您好：',
      opening: '新的经营报表已生成，可在系统中下载 XLSX、HTML 与 JSON 三种格式。',
      facts: [
        ['报表', '{{kind.zh}}'],
        ['编号', '{{report_name}}'],
      ],
      closing: '附件如有，为相关导出数据。',
    },
    en: {
      subject: '{{kind.en}} ready: {{report_name}}',
      greeting: 'Hello,',
      opening: 'A new report is ready. It can be downloaded as XLSX, HTML and JSON.',
      facts: [
        ['Report', '{{kind.en}}'],
        ['Name', '{{report_name}}'],
      ],
      closing: 'Attachments, if there are any, are the exports that go with it.',
    },
  },
};
