import { useState, type ReactNode } from 'react';
import { Button, Form } from 'react-aria-components';
import type { ApiProblem } from '../api/problem.js';
import type { Settings, SettingsChoices } from '../api/types.js';
import { useAction } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Notice, problemText } from '../parts/notice.js';
import { texts } from '../texts.js';
import { AccountFields, RefundField } from './account-fields.js';
import { MethodsField } from './methods-field.js';
import { OnlyOnOneSide, RangeField } from './scope-fields.js';

export interface FieldsProps {
  readonly settings: Settings;
  readonly choices: SettingsChoices;
  readonly change: (part: Partial<Settings>) => void;
  /** Why a field cannot be used, by its path (rule C8). */
  readonly errorOf: (field: string) => string | undefined;
}

const errorsOf =
  (problem: ApiProblem | undefined) =>
  (field: string): string | undefined => {
    const found = problem?.errors.filter(
      (each) => each.field === field || each.field.startsWith(`${field}.`),
    );
    return found?.length ? found.map(({ message }) => message).join(' ') : undefined;
  };

interface SettingsFormProps {
  readonly choices: SettingsChoices;
  readonly onSaved: () => void;
}

/** The settings (rules C1 to C8): a draft until the next sync starts. */
export function SettingsForm({ choices, onSaved }: SettingsFormProps): ReactNode {
  const { api, tenant, format, reload, announce } = usePage();
  const [settings, setSettings] = useState(tenant.settings.draft);
  const [saved, setSaved] = useState<number>();
  const { run, busy, error } = useAction(async () => {
    setSaved(undefined);
    const { version } = await api.send<{ version: number }>('PUT', '/settings', settings);
    setSaved(version);
    announce(texts.settings.saved(version));
    onSaved();
    reload();
  });
  const fields: FieldsProps = {
    settings,
    choices,
    errorOf: errorsOf(error),
    change: (part) => {
      setSaved(undefined);
      setSettings((before) => ({ ...before, ...part }));
    },
  };
  return (
    <Form
      className="bqs-form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <OnlyOnOneSide {...fields} />
      <RangeField {...fields} format={format} />
      <RefundField {...fields} />
      <MethodsField {...fields} />
      <AccountFields {...fields} />
      <section aria-labelledby="bqs-tax">
        <h3 id="bqs-tax">{texts.settings.tax}</h3>
        <p>{choices.company.taxExplanation}</p>
      </section>
      {error ? (
        <Notice tone="error" live>
          <p>{error.errors.length > 0 ? texts.settings.refused : problemText(error)}</p>
        </Notice>
      ) : null}
      {saved === undefined ? null : (
        <Notice tone="good">
          <p>{texts.settings.saved(saved)}</p>
        </Notice>
      )}
      <Button className="bqs-button bqs-primary" type="submit" aria-disabled={busy}>
        {texts.settings.save}
      </Button>
    </Form>
  );
}
