import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServiceApplication, loadConfig } from '@celerity/service';
import { Module } from '@nestjs/common';
import { SharedCache } from '../../mall/cache/shared-cache.js';
import { MallModule } from '../../mall/mall.module.js';
import { MallSettings } from '../../mall/mall-settings.js';
import { RecordingContext } from '../../testing/recording-context.js';
import { createTestDatabase } from '@celerity/service/testing';
import { ZONE } from '../../testing/test-mall.js';
import { WorkerConfig } from '../../worker-config.js';
import { ExportDataHandler } from '../data/export-data.handler.js';
import { dataTaskHandlers } from '../data/index.js';
import { CalculateMonthlyRevenueHandler } from '../finance/calculate-monthly-revenue.handler.js';
import { financeTaskHandlers } from '../finance/index.js';
import { BackupDatabaseHandler } from './backup-database.handler.js';
import { CleanupCacheHandler } from './cleanup-cache.handler.js';
import { maintenanceTaskHandlers } from './index.js';

describe('the handlers of data, maintenance and finance', () => {
  it('get what they need from the worker’s settings', async () => {
    const { url, drop } = await createTestDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'wiring-'));
    const config = loadConfig(WorkerConfig, {
      ...{ AMQP_URL: 'amqp://a:b@127.0.0.1:1', DATABASE_URL: url, LOG_LEVEL: 'silent', PORT: '0' },
      ...{ EXPORT_DIR: join(folder, 'exports'), BACKUP_DIR: join(folder, 'backups') },
    });
    @Module({
      imports: [MallModule.forRoot(new MallSettings('smtp://127.0.0.1:1', 'f@mall.example', ZONE))],
      providers: [...dataTaskHandlers, ...maintenanceTaskHandlers, ...financeTaskHandlers],
    })
    class TestModule {}
    const app = await createServiceApplication({ name: 'worker', module: () => TestModule }, config);
    await app.init();
    const context = (name: string) => new RecordingContext(name);
    const exported = await app.get(ExportDataHandler).run({ export_type: 'shops' }, context('export'));
    expect(exported.rows).toBe(0);
    expect(await app.get(BackupDatabaseHandler).run({}, context('backup'))).toMatchObject({ verified: true });
    await app.get(CalculateMonthlyRevenueHandler).run({ year: 2024, month: 2 }, context('revenue'));
    expect(await app.get(SharedCache).count()).toBe(3);
    const cleaned = await app.get(CleanupCacheHandler).run({ all: true }, context('cleanup'));
    expect(cleaned).toEqual({ removed: 3, remaining: 0 });
    await app.close();
    await rm(folder, { recursive: true });
    await drop();
  });
});
