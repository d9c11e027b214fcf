export type Severity = 'error' | 'warning' | 'info';

/** What a note of one code says (rule H1): plain words, what to do, and the rule behind it. */
export interface NoteText {
  readonly severity: Severity;
  readonly rule: string;
  readonly title: string;
  readonly action: string;
}

export const note = (severity: Severity, rule: string, title: string, action: string): NoteText => ({
  severity,
  rule,
  title,
  action,
});
