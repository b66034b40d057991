import { verdictOf } from './audit.js';

const report = (...found: [name: string, severity: string][]) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(found.map(([name, severity]) => [name, { name, severity }])),
    metadata: { vulnerabilities: { total: found.length } },
  });

it('passes what has no known holes', () => {
  expect(verdictOf(report())).toEqual({ failed: false, says: 'known holes in what is delivered: none' });
});

it('tells of what is not severe', () => {
  const { failed, says } = verdictOf(report(['a', 'low'], ['b', 'moderate']));
  expect([failed, says]).toEqual([false, 'known holes in what is delivered: 2, none of them severe']);
});

it('fails for what is severe', () => {
  const { failed, says } = verdictOf(report(['a', 'low'], ['b', 'high'], ['c', 'critical']));
  expect(failed).toBe(true);
  expect(says).toContain('b (high), c (critical)');
});

it.each([
  ['{"message":"405 Method Not Allowed - POST https://registry/advisories","statusCode":405}', '405 Method'],
  ['{"message":"request to https://registry failed, reason: getaddrinfo ENOTFOUND"}', 'ENOTFOUND'],
  ['npm error network', 'npm error network'],
  ['', 'NOT CHECKED'],
])('says that nobody answered, and does not fail for it: %s', (printed, why) => {
  const { failed, says } = verdictOf(printed);
  expect(failed).toBe(false);
  expect(says).toContain('NOT CHECKED');
  expect(says).toContain(why);
});
