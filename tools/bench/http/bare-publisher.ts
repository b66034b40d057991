import 'reflect-metadata';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type ConfirmChannel, connect } from 'amqplib';

/** A process of its own: one Nest handler on Fastify that publishes the body to a quorum queue with a confirm. */
const queue = String(process.env.QUEUE);
const connection = await connect(String(process.env.AMQP_URL), { noDelay: true });
const channel: ConfirmChannel = await connection.createConfirmChannel();
await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } });

class BareController {
  send(body: object): Promise<{ accepted: true }> {
    return new Promise((resolve, reject) => {
      channel.sendToQueue(queue, Buffer.from(JSON.stringify(body)), { persistent: true }, (error) =>
        error ? reject(error as Error) : resolve({ accepted: true }),
      );
    });
  }

  ready(): string {
    return 'ready';
  }
}

class BareModule {}

// Node strips types and knows no decorator syntax: they are applied as the functions that they are.
const method = (name: keyof BareController): PropertyDescriptor =>
  Object.getOwnPropertyDescriptor(BareController.prototype, name) ?? {};
Post('tasks')(BareController.prototype, 'send', method('send'));
Body()(BareController.prototype, 'send', 0);
Get('ready')(BareController.prototype, 'ready', method('ready'));
Controller()(BareController);
Module({ controllers: [BareController] })(BareModule);

const app = await NestFactory.create(BareModule, new FastifyAdapter(), { logger: false });
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));
