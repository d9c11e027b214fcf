import { describe, expect, it } from '@jest/globals';
import type { QboRecord } from '../../model/record.js';
import { DEFINITIONS, type EntityDefinition } from '../../schema/definitions.js';
import type { Field } from '../../schema/field.js';
import { Bench } from '../../spec-support/in-process.js';

/** A value that a field of this kind cannot hold; undefined: any value goes, or is ignored. */
function wrongFor(field: Field): unknown {
  if ('readOnly' in field && field.readOnly) return undefined;
  switch (field.kind) {
    case 'text':
    case 'email':
      return ['no text'];
    case 'number':
    case 'date':
    case 'choice':
    case 'boolean':
      return 'neither';
    case 'ref':
    case 'object':
    case 'list':
      return 'text';
    case 'any':
    case 'time':
      return undefined;
  }
}

/** The paths of a table with a value of the wrong kind each, as a body. */
function* wrongBodies(
  fields: EntityDefinition['fields'],
  wrap: (inner: QboRecord) => QboRecord,
): Generator<QboRecord> {
  for (const [name, field] of Object.entries(fields)) {
    const wrong = wrongFor(field);
    if (wrong === undefined) continue;
    yield wrap({ [name]: wrong });
    if (field.kind === 'object') yield* wrongBodies(field.fields, (inner) => wrap({ [name]: inner }));
    if (field.kind === 'list') yield* wrongBodies(field.of, (inner) => wrap({ [name]: [inner] }));
  }
}

describe('every property of every record type that is written', () => {
  const written = [...DEFINITIONS.values()].filter(({ operations }) => operations.includes('create'));
  it.each(written.map((definition) => [definition.name, definition] as const))(
    '%s: a value of the wrong kind is refused with 2010 [documented]',
    async (name, { fields }) => {
      const bench = new Bench();
      const taken: string[] = [];
      let bodies = 0;
      for (const body of wrongBodies(fields, (inner) => inner)) {
        if ('Id' in body || 'SyncToken' in body) continue;
        bodies++;
        const answer = await bench.refusal(name, body);
        if (!answer.startsWith('2010')) taken.push(`${JSON.stringify(body)}: ${answer}`);
      }
      expect(taken).toEqual([]);
      expect(bodies).toBeGreaterThan(5);
    },
  );
});
