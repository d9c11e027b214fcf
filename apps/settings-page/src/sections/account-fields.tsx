import type { ReactNode } from 'react';
import { inSentence } from '../format/in-sentence.js';
import { Choice, type Option } from '../parts/choice.js';
import { Fold } from '../parts/fold.js';
import { texts } from '../texts.js';
import type { FieldsProps } from './settings-form.js';

const words = texts.settings;
/** No id of QuickBooks is empty. */
const NONE = 'none';

interface Account {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

const option = ({ id, name, type }: Account): Option => ({
  id,
  text: `${name} (${type})`,
  shown: (
    <>
      <bdi>{name}</bdi> ({type})
    </>
  ),
});

/** The chosen account stays in the list also when it is not offered any more, so that its error has a place. */
const withChosen = (options: readonly Option[], chosen: string | null, all: readonly Account[]): Option[] => {
  if (chosen === null || options.some(({ id }) => id === chosen)) return [...options];
  const known = all.find(({ id }) => id === chosen);
  return [...options, known ? option(known) : { id: chosen, text: chosen }];
};

/** The account that refunds are issued from, and why others are not offered (rule C4). */
export function RefundField({ settings, choices, change, errorOf }: FieldsProps): ReactNode {
  const { offered, others } = choices.refundAccounts;
  const options = [{ id: NONE, text: words.refundNone }, ...offered.map(option)];
  return (
    <section aria-labelledby="bqs-refund">
      <h3 id="bqs-refund">{words.refund}</h3>
      <Choice
        label={words.refundLabel}
        description={words.refundWhy}
        options={withChosen(options, settings.refundAccountId, others)}
        value={settings.refundAccountId ?? NONE}
        error={errorOf('refundAccountId')}
        onChange={(id) => {
          change({ refundAccountId: id === NONE ? null : id });
        }}
      />
      {others.length > 0 ? (
        <Fold title={words.others(others.length)}>
          {() => (
            <ul className="bqs-plain">
              {others.map(({ id, name, type, why }) => (
                <li key={id}>
                  <bdi>{name}</bdi> ({type}): {why}
                </li>
              ))}
            </ul>
          )}
        </Fold>
      ) : null}
    </section>
  );
}

const ACCOUNTS = [
  { key: 'incomeId', choices: 'income' },
  { key: 'expenseId', choices: 'expense' },
  { key: 'assetId', choices: 'asset' },
] as const;

/** Accounts of products that the sync creates, with what was found for them (rule C7). */
export const AccountFields = ({ settings, choices, change, errorOf }: FieldsProps): ReactNode => (
  <section aria-labelledby="bqs-accounts">
    <h3 id="bqs-accounts">{words.accounts}</h3>
    <p className="bqs-hint">{words.accountsWhy}</p>
    <div className="bqs-columns">
      {ACCOUNTS.map(({ key, choices: which }) => {
        const { offered, defaultId } = choices.accounts[which];
        const found = offered.find(({ id }) => id === defaultId);
        const suggestion = found ? words.suggested(inSentence(found.name)) : words.noSuggestion;
        const options = [{ id: NONE, text: suggestion }, ...offered.map(option)];
        return (
          <Choice
            key={key}
            label={words[which]}
            options={withChosen(options, settings.accounts[key], [])}
            value={settings.accounts[key] ?? NONE}
            error={errorOf(`accounts.${key}`)}
            onChange={(id) => {
              change({ accounts: { ...settings.accounts, [key]: id === NONE ? null : id } });
            }}
          />
        );
      })}
    </div>
  </section>
);
