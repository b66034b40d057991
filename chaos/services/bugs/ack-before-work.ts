import 'reflect-metadata';
import { AttemptRunner } from '@celerity/worker/dist/engine/attempt/attempt-runner.js';

// Planted: the delivery is acknowledged when it arrives, as a worker with early acks does.
const { run } = AttemptRunner.prototype;
AttemptRunner.prototype.run = function (this: AttemptRunner, delivery) {
  delivery.ack();
  return run.call(this, delivery);
};
