import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { grafanaJson } from './dashboards/grafana-json.ts';
import { dashboards } from './dashboards/index.ts';

// Writes what Grafana reads from what people edit: npx nx dashboards monitoring.

for (const dashboard of dashboards) {
  const file = join(import.meta.dirname, 'grafana/dashboards', `${dashboard.uid}.json`);
  writeFileSync(file, `${JSON.stringify(grafanaJson(dashboard), null, 2)}\n`);
}
