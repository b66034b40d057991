import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ServiceLogger } from '@celerity/service';

/** What the module named by `ThreadSettings.moduleUrl` exports. */
interface ThreadModuleFile {
  createThreadModule(): DynamicModule;
}

let application: Promise<INestApplicationContext> | null = null;

/** This thread's application: booted for its first attempt, used by all of them. */
export function threadApplication(moduleUrl: string): Promise<INestApplicationContext> {
  application ??= boot(moduleUrl).catch((error: unknown) => {
    // The database was away, say: the next attempt tries again.
    application = null;
    throw error;
  });
  return application;
}

async function boot(moduleUrl: string): Promise<INestApplicationContext> {
  const { createThreadModule } = (await import(moduleUrl)) as ThreadModuleFile;
  const app = await NestFactory.createApplicationContext(createThreadModule(), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(ServiceLogger, { strict: false }));
  return app;
}
