import { it } from '@jest/globals';
import { runSeed } from './run-seed.js';
it('seeds', async () => {
  const from = Number(process.env['FROM'] ?? 1),
    n = Number(process.env['N'] ?? 10);
  const t = Date.now();
  const fired = new Map<string, number>();
  let bad = 0;
  for (let s = from; s < from + n; s++) {
    const r = await runSeed({ seed: s, ...(process.env['NOFAULTS'] ? { faults: false } : {}) });
    for (const [k, v] of r.fired) fired.set(k, (fired.get(k) ?? 0) + v);
    if (r.violations.length) {
      bad++;
      console.log(
        'SEED',
        s,
        'crashes',
        r.crashes,
        r.violations
          .slice(0, 4)
          .map((v) => v.invariant + ' ' + v.what.slice(0, 900))
          .join('\n'),
      );
    }
  }
  console.log('bad', bad, 'of', n, (Date.now() - t) / n, 'ms/seed', JSON.stringify([...fired]));
}, 500000);
