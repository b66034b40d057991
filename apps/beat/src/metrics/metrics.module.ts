import { Module } from '@nestjs/common';
import { BeatMetrics } from './beat-metrics.js';
import { ScheduleHealth } from './schedule-health.js';

@Module({ providers: [BeatMetrics, ScheduleHealth], exports: [BeatMetrics] })
export class BeatMetricsModule {}
