/** What a fault point does when it is hit for the nth time. */
export const FAULT_ACTIONS = ['kill9', 'kill9_soon', 'exit', 'stop', 'throw', 'delay'] as const;
export type FaultAction = (typeof FAULT_ACTIONS)[number];

/** One armed fault: `worker.after_effect:kill9:20` is a kill -9 at the 20th passing of that place. */
export interface FaultSetting {
  readonly point: string;
  readonly action: FaultAction;
  /** 1 for the first passing. */
  readonly nth: number;
}

/** Form of `FAULT_POINT`. */
export const FAULT_SETTING = new RegExp(`^[a-z]+\\.[a-z_]+:(${FAULT_ACTIONS.join('|')}):[1-9][0-9]{0,8}$`);

/** @throws Error when the text has another form, which the config's validation has ruled out. */
export function parseFaultSetting(text: string): FaultSetting {
  const [point, action, nth] = text.split(':');
  if (!FAULT_SETTING.test(text) || point === undefined) throw new Error(`"${text}" is no fault point`);
  return { point, action: action as FaultAction, nth: Number(nth) };
}
