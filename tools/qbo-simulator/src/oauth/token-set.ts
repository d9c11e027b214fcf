import type { TokenAnswer } from './token-service.js';

/** What a client keeps of an answer that came at `now` (epoch milliseconds, as its times), for a company. */
export const tokenSetOf = (realmId: string, answer: TokenAnswer, now: number) => ({
  realmId,
  accessToken: answer.access_token,
  accessExpiresAt: now + answer.expires_in * 1000,
  refreshToken: answer.refresh_token,
  refreshExpiresAt: now + answer.x_refresh_token_expires_in * 1000,
  refreshHardExpiresAt: undefined,
  version: 1,
});
