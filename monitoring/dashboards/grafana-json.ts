import type { Choice, Dashboard, Panel } from './dashboard.ts';

const DATASOURCE = { type: 'prometheus', uid: 'celerity-prometheus' };
const COLUMNS = 24;
const PANEL_HEIGHT = 8;
const SMALL_HEIGHT = 4;

/** The dashboard as Grafana imports it. */
export function grafanaJson({ uid, title, choices = [], rows }: Dashboard): object {
  return {
    uid,
    title,
    tags: ['celerity'],
    timezone: 'browser',
    refresh: '15s',
    time: { from: 'now-1h', to: 'now' },
    schemaVersion: 39,
    version: 1,
    editable: true,
    links: [{ type: 'dashboards', tags: ['celerity'], title: 'Celerity', asDropdown: true }],
    templating: { list: choices.map(variable) },
    panels: layOut(rows),
  };
}

function variable({ name, label, metric }: Choice): object {
  return {
    name,
    label: name,
    type: 'query',
    datasource: DATASOURCE,
    query: { query: `label_values(${metric}, ${label})`, refId: name },
    refresh: 2,
    includeAll: true,
    multi: true,
    allValue: '.*',
    current: { text: 'All', value: '$__all' },
    sort: 1,
  };
}

/** Panels from left to right, a new line where the width is used up. */
function layOut(rows: Dashboard['rows']): object[] {
  const placed: object[] = [];
  let y = 0;
  for (const { title, panels } of rows) {
    placed.push({
      id: placed.length + 1,
      type: 'row',
      title,
      collapsed: false,
      gridPos: { h: 1, w: COLUMNS, x: 0, y },
    });
    y += 1;
    let x = 0;
    let lineHeight = 0;
    for (const panel of panels) {
      const w = panel.width ?? 12;
      const h = panel.kind === 'stat' ? SMALL_HEIGHT : PANEL_HEIGHT;
      if (x + w > COLUMNS) {
        y += lineHeight;
        [x, lineHeight] = [0, 0];
      }
      placed.push({ id: placed.length + 1, gridPos: { h, w, x, y }, ...panelJson(panel) });
      x += w;
      lineHeight = Math.max(lineHeight, h);
    }
    y += lineHeight;
  }
  return placed;
}

function panelJson({ title, kind, queries, unit = 'short', description }: Panel): object {
  return {
    type: kind,
    title,
    ...(description && { description }),
    datasource: DATASOURCE,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options:
      kind === 'timeseries' ? { tooltip: { mode: 'multi', sort: 'desc' }, legend: { showLegend: true } } : {},
    targets: Object.entries(queries).map(([legendFormat, expr], index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: DATASOURCE,
      expr,
      legendFormat,
      ...(kind === 'table' && { format: 'table', instant: true }),
    })),
  };
}
