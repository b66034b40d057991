import { InvalidArguments, validateInput } from '../../input-validation.js';
import { inlineSchemaOf } from '../../json-schema.js';
import type { Kwargs } from '../../task-message.js';
import { cleanupOldNotifications } from './cleanup-old-notifications.js';
import { MAIL_TEMPLATES } from './template-values.js';
import { MAX_NOTIFICATION_BYTES, sendNotificationEmail } from './send-notification-email.js';

const mail = { email: 'a@shop.example', subject: 'Hello 你好 🎉', message: 'text\nmore text' };

describe('send_notification_email', () => {
  it('takes the old call, by name or in order', () => {
    expect(validateInput(sendNotificationEmail, [], mail)).toEqual(mail);
    expect(validateInput(sendNotificationEmail, [mail.email, mail.subject, mail.message], {})).toEqual(mail);
  });

  it.each([
    ['another header in the subject', { subject: 'Hello\r\nBcc: everyone@shop.example' }],
    ['a line break in the subject', { subject: 'Hello\nthere' }],
    ['a control character in the subject', { subject: 'Hello\u0007' }],
    ['an empty subject', { subject: '' }],
    ['a line break in the address', { email: 'a@shop.example\r\nBcc: b@shop.example' }],
    ['two addresses', { email: 'a@shop.example,b@shop.example' }],
    ['no address', { email: 'nobody' }],
    ['an empty message', { message: '' }],
    ['a message over the limit in bytes', { message: '字'.repeat(MAX_NOTIFICATION_BYTES / 3 + 1) }],
    ['an unknown field', { bcc: 'b@shop.example' }],
    ['a path as an attachment', { attachments: ['../../etc/passwd'] }],
    ['content as an attachment', { attachments: [{ path: '/etc/passwd' }] }],
    [
      'six attachments',
      { attachments: Array.from({ length: 6 }, (_, n) => `018f0000-0000-7000-8000-00000000000${n}`) },
    ],
  ])('refuses %s', (_what, change) => {
    expect(() => validateInput(sendNotificationEmail, [], { ...mail, ...change })).toThrow(InvalidArguments);
  });
});

describe('send_notification_email by a template', () => {
  const paid = { shop: '老王面馆', amount: '1200.00', paid_on: '2028-02-29', bill_id: 17 };
  const byTemplate = { email: mail.email, template: 'payment_received', values: paid };

  it('takes all values of the template, and the language', () => {
    const input = { ...byTemplate, locale: 'en' };
    expect(validateInput(sendNotificationEmail, [], input)).toEqual(input);
  });

  it.each([
    ['an unknown template', { template: 'payment_lost' }, 'template must be one of contract_expiring'],
    ['a path as the template', { template: '../payment_received' }, 'template must be one of'],
    ['a template of every object', { template: 'constructor' }, 'template must be one of'],
    ['a missing value', { values: { ...paid, amount: undefined } }, 'values.amount must be an amount'],
    ['no values at all', { values: undefined }, 'values must be an object'],
    ['a value that it does not have', { values: { ...paid, bcc: 'x' } }, 'values.bcc is not a known field'],
    ['the values of another template', { template: 'report_ready' }, 'values.report_name'],
    ['an amount as a number', { values: { ...paid, amount: 1.1 } }, 'values.amount must be an amount'],
    ['a day that there is not', { values: { ...paid, paid_on: '2027-02-29' } }, 'a date that exists'],
    [
      'a line break in a value',
      { values: { ...paid, shop: 'a\r\nBcc: b@x.example' } },
      'values.shop must be one',
    ],
    ['a subject besides', { subject: 'Hello' }, 'template must come without subject and message'],
    ['a message besides', { message: 'Hello' }, 'template must come without subject and message'],
    ['values without a template', { ...mail, template: undefined }, 'values.shop is not a known field'],
    ['an unknown language', { locale: 'fr' }, 'locale must be one of'],
  ])('refuses %s', (_what, change, message) => {
    const input = JSON.parse(JSON.stringify({ ...byTemplate, ...change })) as Kwargs;
    expect(() => validateInput(sendNotificationEmail, [], input)).toThrow(InvalidArguments);
    expect(() => validateInput(sendNotificationEmail, [], input)).toThrow(message);
  });

  it('asks for words where there is no template', () => {
    for (const none of [{}, { template: null }]) {
      const neither = () => validateInput(sendNotificationEmail, [], { email: mail.email, ...none });
      expect(neither).toThrow(/kwargs\.subject/);
      expect(neither).toThrow(/kwargs\.message/);
    }
  });

  it('describes the values of each template', () => {
    const { properties } = inlineSchemaOf(sendNotificationEmail.input) as {
      properties: { values: { anyOf: { title: string; required: string[] }[] } };
    };
    expect(properties.values.anyOf.map(({ title }) => title)).toEqual(MAIL_TEMPLATES);
    expect(properties.values.anyOf[2]?.required).toEqual(['shop', 'amount', 'paid_on', 'bill_id']);
  });
});

describe('cleanup_old_notifications', () => {
  it.each([[[]], [[1]], [[3650]]])('takes %j', (args) => {
    expect(() => validateInput(cleanupOldNotifications, args, {})).not.toThrow();
  });

  it.each([0, 3651, 1.5, '30', -1])('refuses %j days', (days) => {
    expect(() => validateInput(cleanupOldNotifications, [days], {})).toThrow(/args\.0/);
  });
});
