/** The work cannot go on now and nothing is lost: it is tried again later from where it stands. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
  constructor(
    readonly reason:
      | 'qbo-unavailable'
      | 'qbo-throttled'
      | 'bpro-unavailable'
      | 'connection-lost'
      | 'quota'
      | 'read-only-company',
  ) {
    super(reason);
  }
}
