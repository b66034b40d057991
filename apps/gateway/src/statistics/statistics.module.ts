import { Module } from '@nestjs/common';
import { MonitorClientModule } from '@celerity/service';
import { StatisticsController } from './statistics.controller.js';

/** Figures of many tasks at once. */
@Module({ imports: [MonitorClientModule], controllers: [StatisticsController] })
export class StatisticsModule {}
