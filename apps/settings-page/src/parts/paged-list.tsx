import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { problemOf, type ApiProblem } from '../api/problem.js';
import { texts } from '../texts.js';
import { Loading, ProblemNotice } from './notice.js';

export interface ListPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

interface PagedListProps<T> {
  readonly label: string;
  /** Loads a page of bounded size; another function begins anew. */
  readonly load: (after: string | undefined, signal: AbortSignal) => Promise<ListPage<T>>;
  readonly keyOf: (item: T) => string;
  readonly children: (item: T) => ReactNode;
  readonly empty?: string;
}

interface Pages<T> {
  readonly load: PagedListProps<T>['load'];
  readonly pages: readonly ListPage<T>[];
  readonly error: ApiProblem | undefined;
}

/** How far before it is seen a page is loaded or made. */
const AHEAD = '800px';

/** A list of any length: pages come as one scrolls, and only those near the window are in the document. */
export function PagedList<T>({ label, load, keyOf, children, empty }: PagedListProps<T>): ReactNode {
  const [state, setState] = useState<Pages<T>>();
  const [attempt, setAttempt] = useState(0);
  const present = state?.load === load ? state : undefined;
  const pages = present?.pages ?? [];
  const [wanted, setWanted] = useState(1);
  const next = pages.at(-1)?.next;
  const isLoading = !present || (next !== null && pages.length < wanted && !present.error);

  useEffect(() => {
    if (!isLoading) return;
    const gone = new AbortController();
    load(next ?? undefined, gone.signal).then(
      (page) => {
        if (!gone.signal.aborted)
          setState((before) => ({
            load,
            pages: [...(before?.load === load ? before.pages : []), page],
            error: undefined,
          }));
      },
      (error: unknown) => {
        if (!gone.signal.aborted)
          setState((before) => ({
            load,
            pages: before?.load === load ? before.pages : [],
            error: problemOf(error),
          }));
      },
    );
    return () => {
      gone.abort();
    };
  }, [load, next, isLoading, attempt]);

  const more = useCallback(() => {
    setWanted(pages.length + 1);
  }, [pages.length]);
  const retry = (): void => {
    setState((before) => before && { ...before, error: undefined });
    setWanted(pages.length + 1);
    setAttempt((before) => before + 1);
  };
  if (present && pages.length === 1 && pages[0]?.items.length === 0)
    return <p className="bqs-empty">{empty ?? texts.nothing}</p>;
  return (
    <div className="bqs-list" role="group" aria-label={label}>
      {pages.map((page, index) => (
        <Block key={index}>
          <ul>
            {page.items.map((item) => (
              <li key={keyOf(item)}>{children(item)}</li>
            ))}
          </ul>
        </Block>
      ))}
      {isLoading ? <Loading /> : null}
      <ProblemNotice problem={present?.error} retry={retry} />
      {!isLoading && next !== null && next !== undefined ? <More key={next} onMore={more} /> : null}
    </div>
  );
}

/** Takes its content out of the document while it is far from the window, and keeps its height. */
function Block({ children }: { readonly children: ReactNode }): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState<number>();
  useEffect(() => {
    const block = element.current;
    if (!block) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return;
        if (entry.isIntersecting) setHeight(undefined);
        else if (!block.contains(document.activeElement)) setHeight(entry.boundingClientRect.height);
      },
      { rootMargin: AHEAD },
    );
    observer.observe(block);
    return () => {
      observer.disconnect();
    };
  }, []);
  return (
    <div ref={element} {...(height === undefined ? {} : { style: { height } })}>
      {height === undefined ? children : null}
    </div>
  );
}

/** Asks for the next page when it comes near the window, or when it is pressed. */
function More({ onMore }: { readonly onMore: () => void }): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) onMore();
      },
      { rootMargin: AHEAD },
    );
    observer.observe(element.current);
    return () => {
      observer.disconnect();
    };
  }, [onMore]);
  return (
    <div ref={element}>
      <Button className="bqs-button" onPress={onMore}>
        {texts.more}
      </Button>
    </div>
  );
}
