import 'reflect-metadata';
import { runService } from '@celerity/service';
import { AppModule } from './app.module.js';
import { BeatConfig } from './beat-config.js';

await runService({ name: 'beat', Config: BeatConfig, module: () => AppModule });
