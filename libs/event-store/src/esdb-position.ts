import type { Position } from './port.js';

/** A position as the client has it: places in the transaction log. */
export interface ClientPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export const positionOf = ({ commit, prepare }: ClientPosition): Position =>
  `${String(commit)}/${String(prepare)}`;

export function clientPosition(position: Position): ClientPosition {
  const [commit = '0', prepare = '0'] = position.split('/');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}
