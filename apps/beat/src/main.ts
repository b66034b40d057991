import 'reflect-metadata';
import { runService } from '@celerity/service';
import { BeatConfig } from './beat-config.js';
import { beatService } from './beat-service.js';

await runService({ ...beatService, Config: BeatConfig });
