import { runRebuildCommand } from './rebuild-command.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    stop.abort();
  });
const terminal = {
  say: (line: string): void => {
    console.log(line);
  },
};
process.exitCode = await runRebuildCommand(process.argv.slice(2), process.env, terminal, stop.signal);
