import type { Checkpoints, Position } from './port.js';

/** The in-memory twin of stored checkpoints. */
export class MemoryCheckpoints implements Checkpoints {
  private readonly positions = new Map<string, Position>();

  load(reader: string): Promise<Position | undefined> {
    return Promise.resolve(this.positions.get(reader));
  }

  save(reader: string, position: Position): Promise<void> {
    this.positions.set(reader, position);
    return Promise.resolve();
  }
}
