import { InvalidArguments, validateInput } from '../../input-validation.js';
import { cleanupOldNotifications } from './cleanup-old-notifications.js';
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

describe('cleanup_old_notifications', () => {
  it.each([[[]], [[1]], [[3650]]])('takes %j', (args) => {
    expect(() => validateInput(cleanupOldNotifications, args, {})).not.toThrow();
  });

  it.each([0, 3651, 1.5, '30', -1])('refuses %j days', (days) => {
    expect(() => validateInput(cleanupOldNotifications, [days], {})).toThrow(/args\.0/);
  });
});
