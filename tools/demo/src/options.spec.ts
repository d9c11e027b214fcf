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
      json: false,
      keep: false,
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
