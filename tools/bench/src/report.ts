import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import type { Figure, Suite } from './figure.js';

/** What kind of machine measured, without its name. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly platform: string;
  readonly node: string;
}

export interface SuiteReport {
  readonly name: string;
  readonly about: string;
  readonly figures: readonly Figure[];
}

export interface Report {
  readonly machine: Machine;
  /** Of the code that ran; with `+` when it was changed since. Undefined outside of a clone. */
  readonly commit: string | undefined;
  readonly suites: readonly SuiteReport[];
}

export async function runSuites(
  suites: readonly Suite[],
  progress: (name: string) => void = () => undefined,
): Promise<Report> {
  const reports: SuiteReport[] = [];
  for (const suite of suites) {
    progress(suite.name);
    reports.push({ name: suite.name, about: suite.about, figures: await suite.run() });
  }
  return { machine: machine(), commit: commit(), suites: reports };
}

/** The report as text: a line for each figure; `!` marks a ratio above what is aimed at. */
export function describeReport({ machine: of, commit: at, suites }: Report): string {
  const lines = [
    `${String(of.cores)} × ${of.cpu}, ${of.memoryGb.toFixed(0)} GB, ${of.platform}, Node ${of.node}${at === undefined ? '' : `, commit ${at}`}`,
  ];
  for (const { name, about, figures } of suites) {
    const width = Math.max(...figures.map((each) => each.name.length));
    lines.push('', `${name}: ${about}`, `${''.padEnd(width)}   measured      bound  ratio  aim`);
    for (const each of figures) lines.push(line(each, width));
  }
  return lines.join('\n');
}

function line({ name, unit, measured, bound, boundIs, ratio, aim }: Figure, width: number): string {
  const cells = [
    name.padEnd(width),
    number(measured).padStart(10),
    number(bound).padStart(10),
    ratio.toFixed(2).padStart(6),
    (aim === undefined ? '' : aim.toFixed(1)).padStart(4),
  ];
  return `${cells.join(' ')}${aim !== undefined && ratio > aim ? ' !' : '  '} ${unit}; bound: ${boundIs}`;
}

const number = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

function machine(): Machine {
  const all = cpus();
  return {
    cpu: (all[0]?.model ?? 'unknown processor').trim(),
    cores: all.length,
    memoryGb: totalmem() / 2 ** 30,
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
  };
}

function commit(): string | undefined {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: import.meta.dirname,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== '';
    return `${git('rev-parse', '--short', 'HEAD').trim()}${changed ? '+' : ''}`;
  } catch {
    return undefined;
  }
}
