import { ExclusiveTurns } from '../exclusive-turns.js';
import type { SecretBox } from '../port.js';
import type { Access } from './access.js';

export class SecretTables {
  readonly sealed = new Map<string, string>();
  readonly turns = new ExclusiveTurns();
}

export class MemorySecretBox implements SecretBox {
  constructor(
    private readonly tables: SecretTables,
    private readonly access: Access,
  ) {}

  load(name: string): Promise<string | undefined> {
    return this.access.call('secrets', 'load', () => this.tables.sealed.get(name));
  }

  save(name: string, sealed: string): Promise<void> {
    return this.access.call('secrets', 'save', () => {
      this.tables.sealed.set(name, sealed);
    });
  }

  remove(name: string): Promise<void> {
    return this.access.call('secrets', 'remove', () => {
      this.tables.sealed.delete(name);
    });
  }

  exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    const alive = (): Promise<T> => {
      this.access.assertOpen();
      return work();
    };
    return this.access.call('secrets', 'exclusively', () =>
      this.tables.turns.run(name, alive, this.access.gone),
    );
  }
}
