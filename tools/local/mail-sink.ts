import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startMailSink } from './mail/start-mail-sink.ts';
import { celerityHome } from './places.ts';
import { messageOf } from './setup-error.ts';

// The mail sink as a process of its own: node tools/local/mail-sink.ts [--smtp-port N] [--http-port N] [--dir FOLDER]

try {
  const { values } = parseArgs({
    options: {
      'smtp-port': { type: 'string', default: '2525' },
      'http-port': { type: 'string', default: '8025' },
      dir: { type: 'string', default: join(celerityHome, 'mails') },
    },
  });
  const sink = await startMailSink({
    dir: values.dir,
    smtpPort: Number(values['smtp-port']),
    httpPort: Number(values['http-port']),
  });
  console.log(`Mail sink: SMTP at ${sink.smtpUrl}, mails at ${sink.httpUrl} and in ${sink.dir}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sink.stop());
} catch (error) {
  console.error(`Error: the mail sink could not start: ${messageOf(error)}`);
  process.exitCode = 1;
}
