import type { ReactNode } from 'react';
import { Checkbox, CheckboxGroup, FieldError, Label, Text } from 'react-aria-components';
import type { MethodChoice, Settings } from '../api/types.js';
import { texts } from '../texts.js';
import type { FieldsProps } from './settings-form.js';

const words = texts.settings;
const NO_METHOD = ' none';

type Unchecked = Settings['uncheckedMethods'];

const isChecked = ({ bproIds, qboIds }: MethodChoice, { bpro, qbo }: Unchecked): boolean =>
  !bproIds.some((id) => bpro.includes(id)) && !qboIds.some((id) => qbo.includes(id));

/** Ids that the form does not show stay unchecked as they were. */
function uncheckedOf(
  methods: readonly MethodChoice[],
  before: Unchecked,
  checked: readonly string[],
): Unchecked {
  const off = methods.filter(({ name }) => !checked.includes(name));
  const shown = { bpro: methods.flatMap((m) => m.bproIds), qbo: methods.flatMap((m) => m.qboIds) };
  return {
    bpro: [...before.bpro.filter((id) => !shown.bpro.includes(id)), ...off.flatMap((m) => m.bproIds)],
    qbo: [...before.qbo.filter((id) => !shown.qbo.includes(id)), ...off.flatMap((m) => m.qboIds)],
    none: !checked.includes(NO_METHOD),
  };
}

/** Which payments are synchronized, by their method (rule C5). */
export function MethodsField({ settings, choices, change, errorOf }: FieldsProps): ReactNode {
  const unchecked = settings.uncheckedMethods;
  const { paymentMethods } = choices;
  const checked = paymentMethods.filter((method) => isChecked(method, unchecked)).map(({ name }) => name);
  const error = errorOf('uncheckedMethods');
  return (
    <CheckboxGroup
      className="bqs-field"
      value={unchecked.none ? checked : [...checked, NO_METHOD]}
      isInvalid={error !== undefined}
      onChange={(names) => {
        change({ uncheckedMethods: uncheckedOf(paymentMethods, unchecked, names) });
      }}
    >
      <Label className="bqs-legend">{words.methods}</Label>
      <Text slot="description" className="bqs-hint">
        {words.methodsWhy}
      </Text>
      <div className="bqs-checks">
        {paymentMethods.map(({ name, bproIds, qboIds, isNew }) => (
          <Check key={name} value={name}>
            <span>
              <bdi className="bqs-name">{name}</bdi>{' '}
              <span className="bqs-hint">{words.where(bproIds.length > 0, qboIds.length > 0)}</span>{' '}
              {isNew ? <span className="bqs-badge bqs-info">{words.isNew}</span> : null}
            </span>
          </Check>
        ))}
        <Check value={NO_METHOD}>{words.noMethod}</Check>
      </div>
      <FieldError className="bqs-field-error">{error}</FieldError>
    </CheckboxGroup>
  );
}

const Check = ({ value, children }: { readonly value: string; readonly children: ReactNode }): ReactNode => (
  <Checkbox value={value} className="bqs-check">
    <span className="bqs-box" aria-hidden="true" />
    {children}
  </Checkbox>
);
