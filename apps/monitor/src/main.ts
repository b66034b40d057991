import { runService } from '@celerity/service';
import { MonitorConfig } from './app/monitor-config.js';
import { monitorService } from './app/monitor-service.js';

await runService({ ...monitorService, Config: MonitorConfig });
