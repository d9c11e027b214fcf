import { figure, type Figure, type Suite } from '../figure.js';
import { limiterRun, type Reading } from './limiter-run.js';

const READINGS: Readonly<Record<Reading, string>> = {
  none: 'batches have a limit of their own',
  request: 'a batch is one of the requests per minute',
  items: 'each item of a batch is one of the requests per minute',
};
const AIM = 1.1;

/** How near the limiter comes to what QuickBooks' limits allow. On virtual time: the same on every machine. */
export const limiterSuite = (records = 10_000): Suite => ({
  name: 'limiter',
  about: `${String(records)} writes of the usual mix on virtual time, under each reading of the batch limit`,
  run: async () => {
    const figures: Figure[] = [];
    for (const reading of ['none', 'request', 'items'] as const) {
      const { minutes, boundMinutes, refused, calls } = await limiterRun(reading, records);
      const boundIs = `${String(calls)} calls at the limits; ${String(refused)} answers of 429`;
      figures.push(
        figure({
          name: READINGS[reading],
          unit: 'min',
          measured: minutes,
          bound: boundMinutes,
          boundIs,
          aim: AIM,
        }),
      );
    }
    return figures;
  },
});
