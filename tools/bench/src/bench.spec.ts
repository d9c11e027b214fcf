import { describe, expect, it } from '@jest/globals';
import { figure } from './figure.js';
import { medians, median } from './measure.js';
import { describeReport, runSuites } from './report.js';
import { simulatorSuite } from './simulator/suite.js';

describe('the benchmark', () => {
  it('measures the simulator in small books: each figure has a name of its own, both numbers and their ratio', async () => {
    const repetitions = { warmUp: 1, measured: 2 };
    const suite = simulatorSuite({ small: 100, large: 200, page: 5, repetitions });
    const report = await runSuites([suite]);
    expect(JSON.parse(JSON.stringify(report))).toMatchObject({
      machine: { cpu: expect.any(String), cores: expect.any(Number), memoryGb: expect.any(Number) },
      suites: [{ name: 'simulator', about: expect.stringContaining('200 invoices') }],
    });
    const figures = report.suites[0]!.figures;
    const names = figures.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const kind of [
      'by Id, last page',
      'by Id downwards, middle page',
      'active customers by name, first page',
    ])
      expect(names).toEqual(expect.arrayContaining([expect.stringContaining(`${kind}, after a write`)]));
    for (const each of figures) {
      expect(each).toMatchObject({ boundIs: expect.any(String), bound: expect.any(Number) });
      expect(each.ratio).toBe(each.measured / each.bound);
      expect(Number.isFinite(each.measured)).toBe(true);
    }
    expect(describeReport(report).split('\n')).toHaveLength(4 + figures.length - 0);
  });

  it('takes turns, leaves out the warm-up and what comes before, and gives the medians', async () => {
    const story: string[] = [];
    const one = (name: string): { before: (n: number) => void; work: (n: number) => Promise<void> } => ({
      before: (n) => {
        story.push(`before ${name}${String(n)}`);
      },
      work: (n) => {
        story.push(`${name}${String(n)}`);
        return Promise.resolve();
      },
    });
    const all = await medians([one('a'), one('b')], { warmUp: 1, measured: 1 });
    expect(story).toEqual(['before a0', 'a0', 'before b0', 'b0', 'before a1', 'a1', 'before b1', 'b1']);
    expect(all).toHaveLength(2);
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });

  it('marks a ratio above what is aimed at, and no other', () => {
    const parts = { unit: 'ms', bound: 2, boundIs: 'the same at 1000', aim: 1.5 } as const;
    const figures = [
      figure({ ...parts, name: 'slow', measured: 4 }),
      figure({ ...parts, name: 'quick', measured: 3 }),
    ];
    const machine = { cpu: 'A processor', cores: 2, memoryGb: 8, platform: 'linux x64', node: '20.0.0' };
    const text = describeReport({ machine, commit: 'abc', suites: [{ name: 's', about: 'x', figures }] });
    expect(text).toContain('2 × A processor, 8 GB, linux x64, Node 20.0.0, commit abc');
    expect(text.split('\n').filter((line) => line.includes('!'))).toEqual([
      expect.stringMatching(/^slow +4\.00 +2\.00 +2\.00 +1\.5 ! ms; bound: the same at 1000$/),
    ]);
  });
});
