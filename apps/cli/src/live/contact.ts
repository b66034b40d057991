import type { App } from '../app.js';
import { describeFailure } from '../failures/describe-failure.js';

/** Says once that the gateway is away, and that it is back; one that was never there ends the command. */
export class Contact {
  private wasThere = false;
  private isAway = false;

  constructor(private readonly app: App) {}

  made(): void {
    if (this.isAway) this.say(this.app.text.live.back);
    this.wasThere = true;
    this.isAway = false;
  }

  /** @throws what was lost with, when there was never any contact */
  lost(error: unknown): void {
    if (!this.wasThere) throw error;
    if (this.isAway) return;
    this.isAway = true;
    this.say(this.app.text.live.away(describeFailure(error, this.app.text, false).headline));
  }

  private say(what: string): void {
    const { app } = this;
    app.note(app.options.json ? JSON.stringify({ warning: what }) : app.style('stderr').minor(what));
  }
}
