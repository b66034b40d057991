import { Module } from '@nestjs/common';
import { BeatMetrics } from './beat-metrics.js';

@Module({ providers: [BeatMetrics], exports: [BeatMetrics] })
export class BeatMetricsModule {}
