/** What a follower does with the journal, in the words of its messages. */
export interface JournalUse {
  /** The participle: `projected`. */
  readonly done: string;
  /** Who lacks events that are missing: `the views`. */
  readonly losing: string;
}
