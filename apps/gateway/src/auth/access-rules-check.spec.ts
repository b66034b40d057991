import { Controller, Get, Module } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { Public } from '@celerity/service';
import { AccessRules } from './access-rules.js';
import { AccessRulesCheck } from './access-rules-check.js';
import { Requires } from './access-rule.js';

@Controller('ruled')
class RuledController {
  @Get('a') @Requires('viewer') a(): void {}
  @Get('b') @Public() b(): void {}
  notARoute(): void {}
}

@Requires('admin')
@Controller('by-class')
class ByClassController {
  @Get() a(): void {}
}

@Controller('open')
class OpenController {
  @Get('a') @Requires('viewer') a(): void {}
  @Get('b') forgotten(): void {}
}

async function start(...controllers: (new () => object)[]): Promise<void> {
  @Module({ imports: [DiscoveryModule], controllers, providers: [AccessRules, AccessRulesCheck] })
  class SampleModule {}
  const app = await NestFactory.createApplicationContext(SampleModule, {
    logger: false,
    abortOnError: false,
  });
  await app.close();
}

it('lets an application start whose routes all have a rule', async () => {
  await expect(start(RuledController, ByClassController)).resolves.toBeUndefined();
});

it('knows the path of each route, as the server does', async () => {
  @Module({
    imports: [DiscoveryModule],
    controllers: [ByClassController, RuledController],
    providers: [AccessRules],
  })
  class SampleModule {}
  const app = await NestFactory.createApplicationContext(SampleModule, { logger: false });
  expect(app.get(AccessRules).all()).toEqual([
    { handler: 'ByClassController.a', path: '/by-class', isPublic: false, role: 'admin' },
    { handler: 'RuledController.a', path: '/ruled/a', isPublic: false, role: 'viewer' },
    { handler: 'RuledController.b', path: '/ruled/b', isPublic: true, role: undefined },
  ]);
  await app.close();
});

it('stops one that has a route without', async () => {
  await expect(start(RuledController, OpenController)).rejects.toThrow(
    'no access rule on OpenController.forgotten: add @Requires(role) or @Public()',
  );
});
