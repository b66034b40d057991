/** One panel: what it shows, and how. */
export interface Panel {
  readonly title: string;
  readonly kind: 'timeseries' | 'stat' | 'table' | 'bargauge';
  /** PromQL by legend. */
  readonly queries: Readonly<Record<string, string>>;
  readonly unit?: 'short' | 's' | 'percentunit' | 'reqps' | 'ops' | 'bytes' | 'bool_on_off';
  /** Of 24 columns. */
  readonly width?: 4 | 6 | 8 | 12 | 24;
  /** Shown behind the panel's information sign. */
  readonly description?: string;
}

/** A Grafana variable filled from the values of a label. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  readonly metric: string;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly choices?: readonly Choice[];
  readonly rows: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
}
