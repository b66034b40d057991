import { type ListedBill, type RemindedShop, renderReminder } from './reminder-mail.js';

const shop: RemindedShop = {
  code: 'L1-06',
  name: '慢岛咖啡',
  name_en: 'Slow Island Coffee',
  contact_name: '王晓雯',
  locale: 'zh',
};
const rent: ListedBill = {
  id: '501',
  kind: 'rent',
  period_start: '2025-10-26',
  period_end: '2025-11-25',
  amount: '59333.00',
};
const utilities: ListedBill = { ...rent, id: '502', kind: 'utilities', amount: '4120.07' };
const late: ListedBill = { ...rent, id: '377', kind: 'service', period_end: '2025-10-25', amount: '0.10' };

describe('renderReminder', () => {
  const mail = renderReminder(shop, [late, rent, utilities], '2025-11-24');

  it('says who, how many and how much in the subject', () => {
    expect(mail.subject).toBe(
      '缴费提醒：慢岛咖啡（L1-06）3 笔账单，合计 ¥63,453.17 · Payment reminder: 3 bills, ¥63,453.17',
    );
  });

  it.each(['text', 'html'] as const)('lists every bill in both languages: %s', (part) => {
    for (const word of ['租金', '水电费', '物业服务费', 'Rent', 'Utilities', 'Service charge']) {
      expect(mail[part]).toContain(word);
    }
    for (const fact of [
      '501',
      '502',
      '377',
      '2025-10-26',
      '2025-11-25',
      '¥59,333.00',
      '¥4,120.07',
      '¥0.10',
    ]) {
      expect(mail[part].split(fact).length).toBeGreaterThan(2);
    }
    expect(mail[part].split('¥63,453.17')).toHaveLength(3);
  });

  it('marks only what is overdue', () => {
    expect(mail.text.split('（已逾期）')).toHaveLength(2);
    expect(mail.text).toContain('已逾期的请尽快付清');
    expect(mail.text.split('(overdue)')).toHaveLength(2);
    expect(renderReminder(shop, [rent], '2025-11-25').html).not.toContain('逾期');
  });

  it('puts the language of the shop first', () => {
    const english = renderReminder({ ...shop, locale: 'en' }, [rent], '2025-11-24');
    expect(english.subject).toBe(
      'Payment reminder: 1 bill, ¥59,333.00 · Slow Island Coffee (L1-06) · 缴费提醒',
    );
    expect(english.text.indexOf('Dear')).toBeLessThan(english.text.indexOf('您好'));
    expect(mail.text.indexOf('您好')).toBeLessThan(mail.text.indexOf('Dear'));
    expect(english.html.indexOf('Dear')).toBeLessThan(english.html.indexOf('您好'));
    expect(english.text).toContain('the following bill is still open');
    expect(mail.text).toContain('the following 3 bills are still open');
  });

  it('escapes values in HTML, and leaves them alone in text', () => {
    const hostile = `<img src=x onerror="alert('1')"> & Co {{mall.name}}`;
    const { html, text } = renderReminder(
      { ...shop, name: hostile, contact_name: hostile },
      [rent],
      '2025-11-24',
    );
    expect(html).not.toContain('<img');
    expect(html).toContain(
      '&lt;img src&#x3D;x onerror&#x3D;&quot;alert(&#x27;1&#x27;)&quot;&gt; &amp; Co {{mall.name}}',
    );
    expect(text).toContain(hostile);
  });

  it('loads nothing from elsewhere', () => {
    expect(mail.html).not.toMatch(/https?:|src=|url\(|<script|<link/);
  });
});
