const SMALLEST = 5;
const LARGEST = 30;
/** A batch that takes longer eats the ten calls in flight (milliseconds). */
const SLOW = 6_000;
const COMFORTABLE = 4_000;
const CALM_BATCHES = 10;

/** Suggests how many items to put into a batch, so that 95 of 100 batches end within six seconds. */
export class BatchSize {
  private size = LARGEST;
  private calm = 0;

  get suggested(): number {
    return this.size;
  }

  observe(items: number, milliseconds: number): void {
    if (milliseconds > SLOW) {
      this.size = Math.max(
        SMALLEST,
        Math.min(this.size, Math.floor(items * Math.max(0.5, SLOW / milliseconds) * 0.9)),
      );
      this.calm = 0;
      return;
    }
    this.calm = milliseconds < COMFORTABLE && items >= this.size ? this.calm + 1 : 0;
    if (this.calm < CALM_BATCHES) return;
    this.size = Math.min(LARGEST, this.size + 3);
    this.calm = 0;
  }
}
