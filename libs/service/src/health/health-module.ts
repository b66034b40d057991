import { Global, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health-controller.js';
import { HealthRegistry } from './health-registry.js';

/** `GET /health/live`, `GET /health/ready` and the registry behind them. Needs `MetricsModule`. */
@Global()
@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [HealthRegistry],
  exports: [HealthRegistry],
})
export class HealthModule {}
