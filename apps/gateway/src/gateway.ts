import type { ServiceDefinition } from '@celerity/service';
import type { GatewayConfig } from './config/gateway-config.js';
import { serveDashboard } from './dashboard/serve-dashboard.js';
import { GatewayModule } from './gateway.module.js';
import { configureHttp } from './http/configure-http.js';
import { serveOpenApi } from './openapi/serve-openapi.js';

/** The gateway as a service: what `main.ts` runs and the tests start. */
export const gateway: ServiceDefinition<GatewayConfig> = {
  name: 'gateway',
  module: () => GatewayModule,
  trustedProxies: ({ TRUSTED_PROXIES }) => TRUSTED_PROXIES,
  configure: (app, config) => {
    configureHttp(app, config);
    serveOpenApi(app);
    serveDashboard(app.getHttpAdapter().getInstance());
  },
};
