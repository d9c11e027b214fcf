const CLEAR_LINE = '\r\u001B[2K';
const PLAIN_EVERY_MS = 2_000;

export interface Terminal {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** What a person reads: lines, and one line of progress that is overwritten on a terminal. */
export class Reporter {
  private shown = '';
  private shownAt = -Infinity;

  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number,
  ) {}

  line(text = ''): void {
    this.endProgress();
    this.terminal.write(`${text}\n`);
  }

  heading(text: string): void {
    this.line();
    this.line(`── ${text}`);
  }

  /** On a terminal at once; elsewhere a line of its own, not more often than every two seconds. */
  progress(text: string): void {
    if (text === this.shown) return;
    if (this.terminal.isTTY === true) {
      const columns = this.terminal.columns ?? 80;
      this.terminal.write(`${CLEAR_LINE}${[...text].slice(0, columns - 1).join('')}`);
    } else {
      if (this.now() - this.shownAt < PLAIN_EVERY_MS) return;
      this.terminal.write(`${text}\n`);
    }
    this.shown = text;
    this.shownAt = this.now();
  }

  endProgress(): void {
    if (this.shown !== '' && this.terminal.isTTY === true) this.terminal.write('\n');
    this.shown = '';
    this.shownAt = -Infinity;
  }
}
