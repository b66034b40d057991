/** An answer as a command shows it. */
export interface Shown {
  readonly answer: unknown;
  /** What stands behind each line below the title, where the lines are a table. */
  readonly rows: readonly unknown[];
  /** Made anew whenever they are drawn: ages and the terminal's width change. */
  readonly lines: () => readonly string[];
  /** Said beside the answer. */
  readonly note?: string | undefined;
}

/** Where an answer is shown that is asked for again and again. */
export interface View {
  show(shown: Shown): void;
  /** The last try failed for a reason that may pass. */
  trouble(why: string): void;
}
