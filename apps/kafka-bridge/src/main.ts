import { runService } from '@celerity/service';
import { BridgeConfig } from './app/bridge-config.js';
import { bridgeService } from './app/bridge-service.js';

await runService({ ...bridgeService, Config: BridgeConfig });
