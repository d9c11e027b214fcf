import type { Kill } from '../killing.js';
import { table } from '../print.js';
import type { Reporter } from '../reporter.js';

/** What happened to one kind of process. */
export interface Suffered {
  readonly victim: string;
  readonly kills: number;
  /** Of these, while there was work to do. */
  readonly underLoad: number;
  /** Milliseconds from the kill until the process was of use again: the median and the longest. */
  readonly back: Spread | undefined;
  /** Until the first call of QuickBooks that began after that and succeeded; kills under load alone. */
  readonly firstCall: Spread | undefined;
}
interface Spread {
  readonly median: number;
  readonly longest: number;
}

/** Counts kills and how long it took until work went on. */
export class Toll {
  private readonly kills: { readonly kill: Kill; firstCallAt?: number }[] = [];
  readonly killed = (kill: Kill): void => void this.kills.push({ kill });

  /** A call of QuickBooks that began then was answered. */
  readonly answered = (begunAt: number): void => {
    for (const each of this.kills)
      if (each.firstCallAt === undefined && begunAt >= each.kill.backAt) each.firstCallAt = begunAt;
  };

  suffered(): Suffered[] {
    const victims = [...new Set(this.kills.map(({ kill }) => kill.victim))].sort();
    return victims.map((victim) => {
      const its = this.kills.filter(({ kill }) => kill.victim === victim);
      const loaded = its.filter(({ kill }) => kill.underLoad);
      return {
        victim,
        kills: its.length,
        underLoad: loaded.length,
        back: spread(its.map(({ kill }) => kill.backAt - kill.killedAt)),
        firstCall: spread(
          loaded.flatMap(({ kill, firstCallAt }) =>
            firstCallAt === undefined ? [] : [firstCallAt - kill.killedAt],
          ),
        ),
      };
    });
  }
}

function spread(times: readonly number[]): Spread | undefined {
  const sorted = times.map(Math.round).sort((a, b) => a - b);
  const [median, longest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return median === undefined || longest === undefined ? undefined : { median, longest };
}

const shown = (times: Spread | undefined): readonly string[] =>
  times ? [String(times.median), String(times.longest)] : ['–', '–'];

export function printToll(
  reporter: Reporter,
  suffered: readonly Suffered[],
  fired: Readonly<Record<string, number>>,
): void {
  reporter.heading('Kills, and milliseconds from the kill');
  const head = [
    'process',
    'kills',
    'under load',
    'back: median',
    'longest',
    'QuickBooks called: median',
    'longest',
  ];
  const rows = suffered.map((each) => [
    each.victim,
    String(each.kills),
    String(each.underLoad),
    ...shown(each.back),
    ...shown(each.firstCall),
  ]);
  for (const line of table([head, ...rows])) reporter.line(`  ${line}`);
  reporter.heading('Faults of the proxy');
  const faults = Object.entries(fired).map(([fault, times]) => [fault, String(times)]);
  for (const line of table(faults)) reporter.line(`  ${line}`);
}
