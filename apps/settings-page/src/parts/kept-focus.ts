import { useEffect, useRef, type RefObject } from 'react';

/** What a screen reader names when it has the focus. */
const PARTS = 'section, article, form, [role="group"]';
/** Until a window that closes has given the focus back by itself. */
const SETTLED_MS = 50;

/**
 * Focus that something took along when it went away (a button that has done its work, a note that is resolved) goes
 * to the nearest part around it that is still there, so that keyboard and screen reader go on from where they were.
 */
export function useKeptFocus<T extends HTMLElement>(): RefObject<T | null> {
  const root = useRef<T>(null);
  useEffect(() => {
    const page = root.current;
    if (!page) return undefined;
    let focused: Element | undefined;
    let around: Element[] = [];
    let timer: number | undefined;
    const onFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return;
      focused = target;
      around = partsAround(target, page);
    };
    const look = (): void => {
      timer = undefined;
      if (!focused || focused.isConnected || document.activeElement !== document.body) return;
      const part =
        around.find((each) => each.isConnected) ?? page.querySelector('[role="tabpanel"] section') ?? page;
      if (!(part instanceof HTMLElement)) return;
      if (!part.hasAttribute('tabindex')) part.tabIndex = -1;
      part.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(() => {
      timer ??= window.setTimeout(look, SETTLED_MS);
    });
    page.addEventListener('focusin', onFocus);
    observer.observe(page, { childList: true, subtree: true });
    // Windows lie beside the page.
    observer.observe(document.body, { childList: true });
    return () => {
      page.removeEventListener('focusin', onFocus);
      observer.disconnect();
      window.clearTimeout(timer);
    };
  }, []);
  return root;
}

/** The nearest first. */
function partsAround(element: Element, page: Element): Element[] {
  const parts: Element[] = [];
  for (
    let part = element.closest(PARTS);
    part && page.contains(part);
    part = part.parentElement?.closest(PARTS) ?? null
  )
    parts.push(part);
  return parts;
}
