import type { Provider } from '@nestjs/common';
import { type FileShelf, openShelf } from '@celerity/service';
import { GatewayConfig } from '../config/gateway-config.js';

/** What `export_data` wrote. */
export const EXPORT_SHELF = Symbol('exports');
/** What the report tasks wrote. */
export const REPORT_SHELF = Symbol('reports');

/** The shelves that workers fill, as the gateway's environment names them. */
export const fileShelves: Provider[] = [
  {
    provide: EXPORT_SHELF,
    inject: [GatewayConfig],
    useFactory: ({ EXPORT_DIR, s3 }: GatewayConfig): FileShelf => openShelf('exports', EXPORT_DIR, s3),
  },
  {
    provide: REPORT_SHELF,
    inject: [GatewayConfig],
    useFactory: ({ REPORT_DIR, s3 }: GatewayConfig): FileShelf => openShelf('reports', REPORT_DIR, s3),
  },
];
