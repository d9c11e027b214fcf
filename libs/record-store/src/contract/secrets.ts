import { describe, expect, it } from '@jest/globals';
import { ReentrantTurn } from '../errors.js';
import type { SecretBox } from '../port.js';
import type { ContractContext } from './context.js';

export function secretsContract({ store, another, freshName }: ContractContext): void {
  describe('secrets', () => {
    it('are kept by name until they are removed', async () => {
      const name = freshName();
      const { secrets } = store();
      expect(await secrets.load(name)).toBeUndefined();
      await secrets.save(name, 'sealed 1');
      await secrets.save(name, 'sealed 2');
      expect(await (await another()).secrets.load(name)).toBe('sealed 2');
      await secrets.remove(name);
      expect(await secrets.load(name)).toBeUndefined();
    });

    it('B2 exclusive turns of one name never overlap, over all callers of two processes', async () => {
      const name = freshName();
      const boxes = [store().secrets, (await another()).secrets];
      let inside = 0;
      let most = 0;
      const turn = async (box: SecretBox | undefined): Promise<void> => {
        await box?.exclusively(name, async () => {
          most = Math.max(most, ++inside);
          const counted = Number((await box.load(name)) ?? '0');
          await box.save(name, String(counted + 1));
          inside--;
        });
      };
      await Promise.all(Array.from({ length: 20 }, (_, i) => turn(boxes[i % 2])));
      expect(most).toBe(1);
      expect(await store().secrets.load(name)).toBe('20');
    });

    it('turns of different names run beside each other, also one inside the other', async () => {
      const { secrets } = store();
      const [outer, inner] = [freshName(), freshName()];
      const result = await secrets.exclusively(outer, () =>
        secrets.exclusively(inner, () => Promise.resolve('both')),
      );
      expect(result).toBe('both');
    });

    it('a turn that fails gives its error to its caller and the turn to the next', async () => {
      const name = freshName();
      const { secrets } = store();
      const failing = secrets.exclusively(name, () => Promise.reject(new Error('refresh refused')));
      const next = secrets.exclusively(name, () => Promise.resolve('next'));
      await expect(failing).rejects.toThrow('refresh refused');
      expect(await next).toBe('next');
    });

    it('a turn inside the same turn is refused instead of waiting for ever', async () => {
      const name = freshName();
      const { secrets } = store();
      const nested = secrets.exclusively(name, () =>
        secrets.exclusively(name, () => Promise.resolve('never')),
      );
      await expect(nested).rejects.toThrow(ReentrantTurn);
      expect(await secrets.exclusively(name, () => Promise.resolve('free again'))).toBe('free again');
    });

    it('a turn ends when the process that has it is gone', async () => {
      const name = freshName();
      const dying = await another();
      let begun: () => void = () => undefined;
      const inside = new Promise<void>((resolve) => (begun = resolve));
      const lost = dying.secrets.exclusively(name, () => {
        begun();
        return new Promise<never>(() => undefined);
      });
      lost.catch(() => undefined);
      await inside;
      await dying.close();
      expect(await store().secrets.exclusively(name, () => Promise.resolve('mine now'))).toBe('mine now');
    });
  });
}
