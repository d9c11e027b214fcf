import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { RecordType, ShownRecord } from '../api/types.js';
import { useAction } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Notice, ProblemNotice } from '../parts/notice.js';
import { RecordLine } from '../parts/record.js';
import { texts } from '../texts.js';

const words = texts.plan;

interface Ambiguous {
  readonly type: RecordType;
  readonly bpro: ShownRecord | null;
  readonly qbo: ShownRecord | null;
  readonly candidates: readonly ShownRecord[];
}

/** The candidate's side, with its number where there are several. */
export function candidateTitle(candidates: readonly ShownRecord[], n: number): string {
  const side = texts[candidates[n]?.side ?? 'qbo'];
  return candidates.length === 1 ? side : `${side} ${String(n + 1)}`;
}

interface SettleMatchProps {
  readonly row: Ambiguous;
  readonly onSettled?: () => void;
}

/** A person says which of the candidates it is, or none (rule F2). An answer names the BPro record. */
export function SettleMatch({ row, onSettled }: SettleMatchProps): ReactNode {
  const { api, announce } = usePage();
  const [isSettled, setSettled] = useState(false);
  const { type, bpro, qbo, candidates } = row;
  const { run, busy, error } = useAction(async (chosen: ShownRecord | null) => {
    for (const answer of answersOf(bpro, qbo, candidates, chosen))
      await api.send('POST', '/matches', { type, ...answer });
    setSettled(true);
    announce(words.settled);
    onSettled?.();
  });
  if (isSettled)
    return (
      <Notice tone="good">
        <p>{words.settled}</p>
      </Notice>
    );
  return (
    <div className="bqs-settle" role="group" aria-label={words.settle}>
      <p>
        <strong>{words.settle}</strong>
      </p>
      <ProblemNotice problem={error} />
      <ul className="bqs-plain">
        {candidates.map((candidate, n) => (
          <li key={candidate.id} className="bqs-row">
            <RecordLine record={candidate} side={candidateTitle(candidates, n)} />
            <Button
              className="bqs-button"
              aria-disabled={busy}
              aria-label={`${words.thisOne}: ${candidateTitle(candidates, n)} ${candidate.name ?? candidate.id}`}
              onPress={() => {
                run(candidate);
              }}
            >
              {words.thisOne}
            </Button>
          </li>
        ))}
      </ul>
      <Button
        className="bqs-button"
        aria-disabled={busy}
        onPress={() => {
          run(null);
        }}
      >
        {words.noneOfThese}
      </Button>
    </div>
  );
}

interface Answer {
  readonly bproId: string;
  readonly qboId: string | null;
}

/** For a record of QuickBooks, none of these is an answer for each of the BPro records that it could be. */
function answersOf(
  bpro: ShownRecord | null,
  qbo: ShownRecord | null,
  candidates: readonly ShownRecord[],
  chosen: ShownRecord | null,
): Answer[] {
  if (bpro) return [{ bproId: bpro.id, qboId: chosen?.id ?? null }];
  if (!qbo) return [];
  if (chosen) return [{ bproId: chosen.id, qboId: qbo.id }];
  return candidates.map(({ id }) => ({ bproId: id, qboId: null }));
}
