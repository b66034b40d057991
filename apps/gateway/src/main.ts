import { runService } from '@celerity/service';
import { GatewayConfig } from './config/gateway-config.js';
import { gateway } from './gateway.js';

await runService({ ...gateway, Config: GatewayConfig });
