import { ReadModelsFailure, ReadModelsUnavailable } from '@bpro-qbo-sync/read-models';
import { describe, expect, it } from '@jest/globals';
import { reasonOf } from './logging.js';

describe('what the projector says of a failure', () => {
  it('a database out of reach passes by itself; a refused statement has to be looked at', () => {
    expect(reasonOf(new ReadModelsUnavailable('apply: PostgreSQL answered 57P01'))).toEqual({
      passing: true,
      fields: { because: 'ReadModelsUnavailable', detail: 'apply: PostgreSQL answered 57P01' },
    });
    expect(reasonOf(new ReadModelsFailure('apply: PostgreSQL answered 22021', '22021')).passing).toBe(false);
  });

  it('I3 an unexpected error is told by its name and its place, never by its message', () => {
    const error = new TypeError('cannot read "Ada Park" of undefined\n    at home: Ada Park, 12 Main Street');
    const { passing, fields } = reasonOf(error);
    expect(passing).toBe(false);
    expect(fields['because']).toBe('TypeError');
    expect(JSON.stringify(fields['at'])).toContain('logging.spec');
    expect(JSON.stringify(fields)).not.toContain('Park');
    expect(reasonOf('Ada Park')).toEqual({ passing: false, fields: { because: 'unknown' } });
  });
});
