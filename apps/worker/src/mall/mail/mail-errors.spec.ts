import { mailErrorOf, PermanentMailError, TemporaryMailError } from './mail-errors.js';

const smtp = (fields: object): Error => Object.assign(new Error('Message failed'), fields);

describe('mailErrorOf', () => {
  it.each([
    ['a refused recipient', { responseCode: 550, command: 'RCPT TO', response: '550 no such user' }, true],
    ['a refused message', { responseCode: 554, command: 'DATA', response: '554 looks like spam' }, true],
    ['a refused sender', { responseCode: 553, command: 'MAIL FROM', response: '553 not you' }, false],
    ['a wrong password', { responseCode: 535, command: 'AUTH PLAIN', response: '535 no' }, false],
  ])('takes %s for permanent and keeps the words', (_what, fields, concernsThisMail) => {
    const error = mailErrorOf(smtp(fields));
    expect(error).toBeInstanceOf(PermanentMailError);
    expect(error).toMatchObject({ message: fields.response, concernsThisMail });
  });

  it('takes an address that cannot be one for permanent', () => {
    const error = mailErrorOf(smtp({ code: 'EENVELOPE', command: 'API' }));
    expect(error).toMatchObject({ name: 'PermanentMailError', concernsThisMail: true });
  });

  it.each([
    ['a busy server', { responseCode: 451, command: 'RCPT TO', response: '451 try later' }, false],
    ['no connection', { code: 'ECONNECTION', command: 'CONN' }, true],
    ['no answer', { code: 'ETIMEDOUT', command: 'CONN' }, true],
  ])('takes %s for temporary', (_what, fields, unreachable) => {
    const error = mailErrorOf(smtp(fields));
    expect(error).toBeInstanceOf(TemporaryMailError);
    expect(error).toMatchObject({ unreachable });
  });

  it('passes an abort on, and makes something of what is no error', () => {
    const abort = new DOMException('stop', 'AbortError');
    expect(mailErrorOf(abort)).toBe(abort);
    expect(mailErrorOf('odd')).toMatchObject({ name: 'TemporaryMailError', message: 'odd' });
  });
});
