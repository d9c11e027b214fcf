import { describe, expect, it } from '@jest/globals';
import { parseOptions, USAGE } from './options.js';

describe('the command line of the demonstration', () => {
  it('has a default for everything', () => {
    expect(parseOptions([])).toEqual({
      records: 200,
      seed: 1,
      profile: 'us-manual',
      qboCompany: undefined,
      bproData: undefined,
      settings: undefined,
      clockScale: 30,
      kills: 0,
      replay: 0,
      chaos: false,
      json: false,
      keep: false,
    });
  });

  it('chaos kills twenty times, with ten records and ten changes for each', () => {
    expect(parseOptions(['--chaos'])).toMatchObject({ kills: 20, records: 200, replay: 200 });
    expect(parseOptions(['--chaos', '--kills', '100'])).toMatchObject({ records: 1000, replay: 1000 });
    expect(parseOptions(['--chaos', '--kills', '1', '--records', '40'])).toMatchObject({
      records: 40,
      replay: 60,
    });
  });

  it('reads every option', () => {
    const args = [
      '--records',
      '1000',
      '--seed=7',
      '--profile',
      'uk',
      '--clock-scale',
      '0.5',
      '--kills',
      '3',
      '--replay',
      '500',
      '--json',
      '--keep',
    ];
    const files = ['--qbo-company', 'a', '--bpro-data', 'b', '--settings', 'c'];
    expect(parseOptions([...args, ...files])).toEqual({
      records: 1000,
      seed: 7,
      profile: 'uk',
      qboCompany: 'a',
      bproData: 'b',
      settings: 'c',
      clockScale: 0.5,
      kills: 3,
      replay: 500,
      chaos: false,
      json: true,
      keep: true,
    });
  });

  it.each([
    [['--records', 'many'], '--records must be a whole number from 1 to 1000000, not "many"'],
    [['--records', '0'], '--records'],
    [['--records', '1.5'], '--records'],
    [['--records='], '--records'],
    [['--seed', '-1'], '--seed'],
    [['--seed=-1'], '--seed'],
    [['--profile', 'de'], '--profile must be one of us-automated, us-manual, ca, uk, not "de"'],
    [['--clock-scale', '0'], '--clock-scale'],
    [['--clock-scale', 'NaN'], '--clock-scale'],
    [['--clock-scale', 'Infinity'], '--clock-scale'],
    [['--kills', '-1'], '--kills'],
    [['--replay', 'all'], '--replay'],
    [['--qbo-company='], '--qbo-company needs a path'],
    [['--recods', '5'], '--recods'],
    [['--json=yes'], '--json'],
    [['--seed'], '--seed'],
    [['something'], 'something'],
  ])('refuses %j in one line that names the option', (args, named) => {
    let said = '';
    try {
      parseOptions(args);
    } catch (error) {
      said = error instanceof Error && error.name === 'UsageError' ? error.message : '';
    }
    expect(said).toContain(named);
    expect(said).not.toContain('\n');
  });

  it('help is asked for, and names every option', () => {
    expect(parseOptions(['--help'])).toBe('help');
    for (const name of [
      'records',
      'seed',
      'profile',
      'qbo-company',
      'bpro-data',
      'settings',
      'clock-scale',
      'kills',
      'replay',
      'json',
      'keep',
    ])
      expect(USAGE).toContain(`--${name}`);
  });
});
