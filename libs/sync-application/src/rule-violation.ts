/** A command that cannot be done: which rule says so, and in plain words what to do. A problem detail over HTTP. */
export class RuleViolation extends Error {
  override readonly name = 'RuleViolation';
  constructor(
    readonly code: string,
    readonly rule: string,
    message: string,
    readonly errors: readonly {
      readonly field: string;
      readonly rule: string;
      readonly message: string;
    }[] = [],
  ) {
    super(message);
  }
}
