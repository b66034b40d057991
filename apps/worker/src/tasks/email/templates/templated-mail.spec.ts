import { MAIL_TEMPLATES, type TemplateValues } from '@celerity/contracts';
import { renderTemplate } from './templated-mail.js';

const VALUES: Readonly<Record<(typeof MAIL_TEMPLATES)[number], TemplateValues>> = {
  contract_expiring: { shop: '老王面馆', unit: 'L1-07', ends_on: '2028-02-29', answer_by: '2028-01-31' },
  maintenance_notice: {
    shop: '老王面馆',
    what: '3 号电梯',
    day: '2027-12-31',
    from: '22:00',
    until: '23:30',
  },
  payment_received: { shop: '老王面馆', amount: '1234567.80', paid_on: '2027-03-01', bill_id: 17 },
  report_ready: { kind: 'monthly', report_name: 'monthly-2026-10-01' },
};

describe.each(MAIL_TEMPLATES)('%s', (template) => {
  it.each(['zh', 'en'] as const)('says everything that it is told, in %s', (locale) => {
    const { subject, text, html } = renderTemplate(template, VALUES[template], locale);
    expect(subject).not.toMatch(/\p{Cc}|\{\{/u);
    for (const [name, value] of Object.entries(VALUES[template])) {
      if (name === 'kind') continue;
      const shown = name === 'amount' ? '¥1,234,567.80' : String(value);
      expect(text).toContain(shown);
      expect(html).toContain(shown);
    }
    for (const part of [text, html]) expect(part).not.toMatch(/\{\{|undefined|null|\[object/);
    // Chinese values aside, each language keeps to itself.
    const own = Object.values(VALUES[template]).reduce<string>(
      (left, value) => left.replaceAll(String(value), ''),
      text,
    );
    expect(/\p{Script=Han}/u.test(own)).toBe(locale === 'zh');
  });
});

it('takes values literally in text, and escapes them in HTML', () => {
  const shop = '<img src=x onerror=alert(1)> & "{{unit}}"';
  const { subject, text, html } = renderTemplate(
    'contract_expiring',
    { ...VALUES.contract_expiring, shop } as TemplateValues,
    'en',
  );
  expect(text).toContain(`Dear ${shop},`);
  expect(subject).toContain(shop);
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt; &amp; &quot;{{unit}}&quot;');
});

it('leaves no gap where a value is missing', () => {
  expect(() => renderTemplate('payment_received', { shop: 'x' } as TemplateValues, 'zh')).toThrow();
});
