import { Module } from '@nestjs/common';
import { BeatLeadership } from './beat-leadership.js';

@Module({ providers: [BeatLeadership], exports: [BeatLeadership] })
export class LeadershipModule {}
