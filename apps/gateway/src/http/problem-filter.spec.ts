import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BrokerUnavailable } from '@celerity/messaging';
import { KnownRoutes } from './known-routes.js';
import { ProblemFilter } from './problem-filter.js';

@Controller()
class FailingController {
  @Get('broken')
  broken(): void {
    throw new Error('connect to postgres://celerity:canary@db failed');
  }

  @Get('odd')
  odd(): void {
    throw 'a string';
  }

  @Get('server-error')
  serverError(): void {
    throw Object.assign(new Error('canary'), { statusCode: 500 });
  }

  @Get('blocked')
  blocked(): void {
    throw new BrokerUnavailable('canary');
  }

  @Get('teapot')
  teapot(): void {
    throw Object.assign(new Error('short and stout'), { statusCode: 418 });
  }
}

@Module({ controllers: [FailingController] })
class FailingModule {}

let app: NestFastifyApplication;

beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(FailingModule, new FastifyAdapter(), {
    logger: false,
  });
  app.useGlobalFilters(new ProblemFilter(new KnownRoutes().watch(app.getHttpAdapter().getInstance())));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterAll(() => app?.close());

it.each(['broken', 'odd', 'server-error'])(
  'tells nothing of an error that nobody meant: %s',
  async (path) => {
    const reply = await app.inject({ url: `/${path}` });
    expect(reply.statusCode).toBe(500);
    expect(reply.json()).toMatchObject({
      type: 'urn:celerity:problem:internal-error',
      request_id: expect.any(String),
    });
    expect(reply.payload).not.toMatch(/canary|a string|postgres/);
  },
);

it('says when to come back for what is away, and keeps a client error of the framework', async () => {
  const blocked = await app.inject({ url: '/blocked' });
  expect([blocked.statusCode, blocked.headers['retry-after']]).toEqual([503, '2']);
  expect(blocked.payload).not.toContain('canary');
  const teapot = await app.inject({ url: '/teapot' });
  expect(teapot.json()).toMatchObject({
    status: 418,
    type: 'urn:celerity:problem:i-m-a-teapot',
    detail: 'short and stout',
  });
});
