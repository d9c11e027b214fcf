import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../../model/record.js';
import { type Answered, Bench } from '../../spec-support/in-process.js';
import { definitionOf } from '../definitions.js';
import { BASES, type Base, type Special } from './bases.js';
import { type Leaf, leavesOf, readOnlyOf, valueAt, withValue } from './leaves.js';
import { makeTargets, type Targets } from './targets.js';

let made = 0;

const isLeftOut = ({ except = {} }: Base, path: string): boolean =>
  Object.keys(except).some((left) => path === left || path.startsWith(`${left}.`));

describe.each(Object.entries(BASES))('%s', (name, base) => {
  const { entity, special = {} } = base;
  const { fields, sparse: knowsSparse } = definitionOf(entity);
  const leaves = [...leavesOf(fields)].filter(({ path }) => !isLeftOut(base, path));

  const start = async ({ path, field, values }: Leaf) => {
    const bench = new Bench();
    const targets: Targets = await makeTargets(bench);
    const its: Special = special[path] ?? {};
    const to = its.to ?? (field.kind === 'ref' ? field.to : undefined);
    const [first, second] = its.values ?? (to && targets[to]) ?? values;
    const body = { ...base.body(targets, ++made), ...its.beside?.(targets) };
    return { bench, body, first, second, its };
  };
  const update = async (bench: Bench, Id: string, changes: QboRecord): Promise<Answered> => {
    const now = await bench.get(entity, Id);
    const { SyncToken } = now;
    return knowsSparse
      ? bench.post(entity, { Id, SyncToken, sparse: true, ...changes })
      : bench.post(entity, { ...now, ...changes });
  };

  it.each(leaves)(
    `${name}.$path is written, read, changed, kept from null and cleared [documented]`,
    async (leaf) => {
      const { path } = leaf;
      const { bench, body, first, second, its } = await start(leaf);
      const { Id } = await bench.post(entity, withValue(body, path, first, fields));
      expect(valueAt(await bench.get(entity, Id), path)).toEqual(first);
      if (its.once !== undefined) return;
      await update(bench, Id, withValue(body, path, second, fields));
      expect(valueAt(await bench.get(entity, Id), path)).toEqual(second);
      if (!knowsSparse || (path.includes('.') && leaf.field.kind !== 'ref') || path.split('.').length > 2)
        return;
      const key = path.split('.')[0] ?? '';
      await update(bench, Id, { [key]: null });
      expect(valueAt(await bench.get(entity, Id), path)).toEqual(second);
      if (its.stays !== undefined || (leaf.field.kind !== 'text' && leaf.field.kind !== 'ref')) return;
      const cleared = await bench.refusal(entity, {
        Id,
        SyncToken: (await bench.get(entity, Id))['SyncToken'],
        sparse: true,
        [key]: leaf.field.kind === 'ref' ? { value: '' } : '',
      });
      // What a record cannot be without is refused, or QuickBooks makes it anew.
      if (cleared === '200') expect(valueAt(await bench.get(entity, Id), path)).not.toEqual(second);
      else expect(cleared).toMatch(/^(2020|6000|2500)/);
    },
  );

  const limited = leaves.filter(
    ({ field }) => (field.kind === 'text' || field.kind === 'email') && field.max,
  );
  if (limited.length > 0)
    it.each(limited)(`${name}.$path takes no character more than it may [documented]`, async (leaf) => {
      const { bench, body, first } = await start(leaf);
      const answer = await bench.refusal(entity, withValue(body, leaf.path, `x${String(first)}`, fields));
      const max = String(first).length;
      expect(answer).toContain(`Max:${max.toLocaleString('en-US')} supported. Supplied length:`);
      expect(answer).toMatch(/^2050/);
    });

  const objects = [
    ...new Set(
      leaves.flatMap(({ path }) => (path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : [])),
    ),
  ];
  it.each(['', ...objects])(
    `${name}: an unknown property below "%s" is refused with 2010 [recorded]`,
    async (path) => {
      const bench = new Bench();
      const body = base.body(await makeTargets(bench), ++made);
      const inner = path === '' ? 'Shoe' : `${path}.Shoe`;
      expect(await bench.refusal(entity, withValue(body, inner, 'x', fields))).toMatch(/^2010/);
    },
  );

  const computed = [...readOnlyOf(fields)].filter((path) => !isLeftOut(base, path));
  it.each(computed)(`${name}.%s is read-only: sent, it is ignored [assumed]`, async (path) => {
    const bench = new Bench();
    const body = base.body(await makeTargets(bench), ++made);
    const created = await bench.post(entity, withValue(body, path, 987, fields));
    expect(valueAt(created, path)).not.toBe(987);
  });

  if (knowsSparse)
    it(`${name}: a full update clears what it does not send [documented]`, async () => {
      const bench = new Bench();
      const targets = await makeTargets(bench);
      const body = base.body(targets, ++made);
      const texts = leaves.filter(
        ({ path, field }) => field.kind === 'text' && !path.includes('.') && !(path in body) && !field.name,
      );
      const whole = Object.fromEntries(
        texts.map(({ path, values }) => [path, special[path]?.values?.[0] ?? values[0]]),
      );
      const created = await bench.post(entity, { ...body, ...whole });
      const { Id, SyncToken } = created;
      const after = await bench.post(entity, { ...body, Id, SyncToken });
      const kept = texts.map(({ path }) => path).filter((path) => after[path] === whole[path]);
      expect(kept.filter((path) => !['DocNumber', 'AccountSubType'].includes(path))).toEqual([]);
    });
});

describe('the round trip', () => {
  it('leaves out nothing without a reason, and nothing that is not there', () => {
    for (const base of Object.values(BASES)) {
      const paths = [
        ...leavesOf(definitionOf(base.entity).fields),
        ...[...readOnlyOf(definitionOf(base.entity).fields)].map((path) => ({ path })),
      ].map(({ path }) => path);
      for (const left of Object.keys(base.except ?? {}))
        expect([left, paths.some((path) => path === left || path.startsWith(`${left}.`))]).toEqual([
          left,
          true,
        ]);
      for (const path of Object.keys(base.special ?? {})) expect(paths).toContain(path);
    }
  });
});
