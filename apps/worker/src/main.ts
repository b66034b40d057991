import { runService } from '@celerity/service';
import { AppModule } from './app.module.js';
import { WorkerConfig } from './worker-config.js';

await runService({ name: 'worker', Config: WorkerConfig, module: (config) => AppModule.forRoot(config) });
