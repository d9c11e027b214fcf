import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { ApiProblem } from '../api/problem.js';
import { texts } from '../texts.js';

export type Tone = 'info' | 'good' | 'warning' | 'error';

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly live?: boolean;
  readonly children?: ReactNode;
}

export const Notice = ({ tone, title, live = false, children }: NoticeProps): ReactNode => (
  <div
    className={`bqs-notice bqs-${tone}`}
    {...(live ? { role: tone === 'error' ? 'alert' : 'status' } : {})}
  >
    {title === undefined ? null : <p className="bqs-notice-title">{title}</p>}
    {children}
  </div>
);

export const problemText = ({ status, message }: ApiProblem): string => {
  if (message !== '') return message;
  return status === 0 ? texts.unreachable : texts.unexpected(status);
};

interface ProblemNoticeProps {
  readonly problem: ApiProblem | undefined;
  readonly retry?: () => void;
}

/** Why something did not work; the reasons of single fields below it. */
export function ProblemNotice({ problem, retry }: ProblemNoticeProps): ReactNode {
  if (!problem) return null;
  return (
    <Notice tone="error" live>
      <p>{problemText(problem)}</p>
      {problem.errors.length > 0 ? (
        <ul>
          {problem.errors.map(({ field, message }) => (
            <li key={`${field} ${message}`}>{message}</li>
          ))}
        </ul>
      ) : null}
      {retry ? (
        <Button className="bqs-button" onPress={retry}>
          {texts.retry}
        </Button>
      ) : null}
    </Notice>
  );
}

export const Loading = (): ReactNode => (
  <p className="bqs-loading" role="status">
    {texts.loading}
  </p>
);
