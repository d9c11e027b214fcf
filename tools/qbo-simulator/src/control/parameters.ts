import { type QboRecord, text } from '../model/record.js';

/** What the control endpoint answers to a mistake. */
export interface ControlError {
  readonly error: string;
}

export const controlError = (message: string): Error => new Error(message);

export function required(body: QboRecord, name: string): string {
  const value = text(body, name);
  if (value === undefined || value === '') throw controlError(`${name} is missing`);
  return value;
}

/** `{[name]: value}` when it is given. */
export const optional = <Name extends string>(body: QboRecord, name: Name): Partial<Record<Name, string>> => {
  const value = text(body, name);
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
};
