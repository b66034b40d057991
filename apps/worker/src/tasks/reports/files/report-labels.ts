import type { ReportKind } from '@celerity/contracts';

/** The same words in both languages. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}

const label = (zh: string, en: string): Label => ({ zh, en });

export const REPORT_TITLES: Readonly<Record<ReportKind, Label>> = {
  hourly: label('经营时报', 'Hourly report'),
  daily: label('经营日报', 'Daily report'),
  weekly: label('经营周报', 'Weekly report'),
  monthly: label('经营月报', 'Monthly report'),
};

export const LABELS = {
  period: label('期间', 'Period'),
  generated: label('生成时间', 'Generated'),
  asOf: label('时点数据截至', 'Standing figures as of'),
  summary: label('概要', 'Summary'),
  figure: label('指标', 'Figure'),
  value: label('数值', 'Value'),
  bills: label('账单数', 'Bills'),
  amount: label('金额（元）', 'Amount (CNY)'),
  billed: label('应收（开出账单）', 'Revenue billed'),
  collected: label('实收', 'Collected'),
  overdue: label('逾期未收', 'Overdue'),
  contractsStarted: label('新签合同', 'Contracts begun'),
  contractsEnded: label('到期合同', 'Contracts ended'),
  occupancy: label('出租率（按面积）', 'Occupancy by area'),
  area: label('已租/可租面积（㎡）', 'Area let / lettable (m²)'),
  units: label('已租/全部铺位', 'Units let / all'),
  mails: label('已发邮件', 'E-mails sent'),
  reminded: label('已催缴账单', 'Bills reminded of'),
  tasks: label('已完成事务任务', 'Transactional tasks completed'),
  byKind: label('按费用收款', 'Collections by charge'),
  kind: label('费用', 'Charge'),
  ageing: label('逾期账龄', 'Overdue by age'),
  days: label('逾期天数', 'Days overdue'),
  total: label('合计', 'Total'),
  topShops: label('缴款前十商铺', 'Top shops by payment'),
  shopCode: label('编号', 'Code'),
  shop: label('商铺', 'Shop'),
  shopEn: label('英文名', 'English name'),
  mailsByKind: label('邮件分类', 'E-mails by kind'),
  mailKind: label('类别', 'Kind'),
  nothing: label('本期无记录', 'Nothing in this period'),
} as const satisfies Record<string, Label>;

export const AGE_LABELS: Readonly<Record<string, Label>> = {
  '1-30': label('1–30 天', '1–30 days'),
  '31-60': label('31–60 天', '31–60 days'),
  '61-90': label('61–90 天', '61–90 days'),
  'over 90': label('90 天以上', 'over 90 days'),
};

export const MAIL_KIND_LABELS: Readonly<Record<string, Label>> = {
  bill_reminder: label('缴费提醒', 'Bill reminder'),
  notification: label('通知', 'Notification'),
};

/** `中文 English`, for a heading with room for one line. */
export const both = ({ zh, en }: Label): string => `${zh} ${en}`;
