import { createServiceApplication, loadConfig } from '@celerity/service';
import { Module } from '@nestjs/common';
import { emailTaskHandlers } from '../tasks/email/index.js';
import { financeTaskHandlers } from '../tasks/finance/index.js';
import { reportsTaskHandlers } from '../tasks/reports/index.js';
import { createTestDatabase } from '@celerity/service/testing';
import { SmtpTestServer } from '../testing/smtp-test-server.js';
import { RecordingContext } from '../testing/recording-context.js';
import { CheckPendingBillsHandler } from '../tasks/finance/check-pending-bills.handler.js';
import { SendNotificationEmailHandler } from '../tasks/email/send-notification-email.handler.js';
import { WorkerConfig } from '../worker-config.js';
import { MallModule } from './mall.module.js';
import { MallSettings } from './mall-settings.js';

describe('MallModule', () => {
  it('gives the handlers a migrated database and a mailer', async () => {
    const { url, drop } = await createTestDatabase();
    const smtp = await SmtpTestServer.start();
    const config = loadConfig(WorkerConfig, {
      ...{ AMQP_URL: 'amqp://a:b@127.0.0.1:1', DATABASE_URL: url, LOG_LEVEL: 'silent', PORT: '0' },
    });
    @Module({
      imports: [MallModule.forRoot(new MallSettings(smtp.url, 'f@mall.example', 'Asia/Shanghai'))],
      providers: [...financeTaskHandlers, ...reportsTaskHandlers, ...emailTaskHandlers],
    })
    class TestModule {}
    const app = await createServiceApplication({ name: 'worker', module: () => TestModule }, config);
    await app.init();
    const output = await app.get(CheckPendingBillsHandler).run({}, new RecordingContext('check'));
    expect(output.bills_due).toBe(0);
    await app
      .get(SendNotificationEmailHandler)
      .run({ email: 'a@x.example', subject: 's', message: 'm' }, new RecordingContext('mail'));
    expect(smtp.mails).toHaveLength(1);
    await app.close();
    await smtp.close();
    await drop();
  });
});
