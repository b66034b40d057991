/** Preloaded by a test: the process' clock is wrong by CLOCK_OFFSET_MS, as on a host that nobody synchronises. */
const offset = Number(process.env.CLOCK_OFFSET_MS ?? 0);
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...given) {
    if (given.length === 0) super(RightDate.now() + offset);
    else super(...given);
  }

  static now() {
    return RightDate.now() + offset;
  }
};
