import { useCallback, useEffect, useState } from 'react';
import { problemOf, type ApiProblem } from './problem.js';

type Load<T> = (signal: AbortSignal) => Promise<T>;

export interface Loaded<T> {
  /** The latest that was loaded, also while it is loaded again. */
  readonly data: T | undefined;
  /** `data`, or while something else is asked for what was loaded before. */
  readonly latest: T | undefined;
  readonly error: ApiProblem | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
}

interface Settled<T> {
  readonly load: Load<T>;
  readonly version: number;
  readonly data: T | undefined;
  readonly error: ApiProblem | undefined;
}

/** Loads when `load` is another function than before: give it one of `useCallback`. */
export function useLoad<T>(load: Load<T>): Loaded<T> {
  const [version, setVersion] = useState(0);
  const [settled, setSettled] = useState<Settled<T>>();
  useEffect(() => {
    const gone = new AbortController();
    load(gone.signal).then(
      (data) => {
        if (!gone.signal.aborted) setSettled({ load, version, data, error: undefined });
      },
      (error: unknown) => {
        if (gone.signal.aborted) return;
        setSettled((before) => ({
          load,
          version,
          data: before?.load === load ? before.data : undefined,
          error: problemOf(error),
        }));
      },
    );
    return () => {
      gone.abort();
    };
  }, [load, version]);
  const present = settled?.load === load ? settled : undefined;
  const reload = useCallback(() => {
    setVersion((before) => before + 1);
  }, []);
  return {
    data: present?.data,
    latest: settled?.data,
    error: present?.error,
    loading: present?.version !== version,
    reload,
  };
}

export interface Acting<Args extends readonly unknown[]> {
  readonly run: (...args: Args) => void;
  readonly busy: boolean;
  readonly error: ApiProblem | undefined;
}

/** A command that a person gives: one at a time, its refusal kept until the next. */
export function useAction<Args extends readonly unknown[]>(
  act: (...args: Args) => Promise<unknown>,
): Acting<Args> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiProblem>();
  const run = (...args: Args): void => {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    act(...args)
      .catch((failure: unknown) => {
        setError(problemOf(failure));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  return { run, busy, error };
}
