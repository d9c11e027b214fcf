import { useState, type ReactNode } from 'react';
import { FieldError, Input, Label, Radio, RadioGroup, Text, TextField } from 'react-aria-components';
import type { Settings } from '../api/types.js';
import type { Format } from '../format/format.js';
import { texts } from '../texts.js';
import type { FieldsProps } from './settings-form.js';

const words = texts.settings;

type Side = 'onlyInQbo' | 'onlyInBpro';

const SIDES: readonly { side: Side; create: string; means: string }[] = [
  { side: 'onlyInQbo', create: words.createInBpro, means: words.createInBproMeans },
  { side: 'onlyInBpro', create: words.createInQbo, means: words.createInQboMeans },
];

const isChoice = (value: string): value is Settings[Side] => value === 'create' || value === 'ignore';

/** Records that one system lacks: create or ignore (rule C1). */
export const OnlyOnOneSide = ({ settings, change, errorOf }: FieldsProps): ReactNode => (
  <>
    {SIDES.map(({ side, create, means }) => (
      <RadioGroup
        key={side}
        className="bqs-field"
        value={settings[side]}
        isInvalid={errorOf(side) !== undefined}
        onChange={(value) => {
          if (isChoice(value)) change({ [side]: value });
        }}
      >
        <Label className="bqs-legend">{words[side]}</Label>
        <Radio value="create" className="bqs-radio">
          <span>
            <strong>{create}</strong> <span className="bqs-hint">{means}</span>
          </span>
        </Radio>
        <Radio value="ignore" className="bqs-radio">
          <span>
            <strong>{words.ignore}</strong> <span className="bqs-hint">{words.ignoreMeans}</span>
          </span>
        </Radio>
        <FieldError className="bqs-field-error">{errorOf(side)}</FieldError>
      </RadioGroup>
    ))}
    <p className="bqs-hint">{words.later}</p>
  </>
);

/** All records, or those from a day on; what the day affects and what it does not (rules C2, C3). */
export function RangeField({
  settings,
  choices,
  change,
  errorOf,
  format,
}: FieldsProps & { readonly format: Format }): ReactNode {
  const [day, setDay] = useState(settings.fromDate ?? choices.today);
  const isFrom = settings.fromDate !== null;
  const error = errorOf('fromDate');
  return (
    <RadioGroup
      className="bqs-field"
      value={isFrom ? 'from' : 'all'}
      onChange={(value) => {
        change({ fromDate: value === 'from' ? day : null });
      }}
    >
      <Label className="bqs-legend">{words.range}</Label>
      <Radio value="all" className="bqs-radio">
        <strong>{words.all}</strong>
      </Radio>
      <Radio value="from" className="bqs-radio">
        <strong>{words.from}</strong>
      </Radio>
      {isFrom ? (
        <TextField
          className="bqs-field bqs-inset"
          value={day}
          isInvalid={error !== undefined}
          onChange={(value) => {
            setDay(value);
            change({ fromDate: value });
          }}
        >
          <Label>{words.fromDate}</Label>
          <Input type="date" />
          <Text slot="description" className="bqs-hint">
            {settings.fromDate === '' ? '' : format.day(day)}
          </Text>
          <FieldError className="bqs-field-error">{error}</FieldError>
        </TextField>
      ) : null}
      <ul className="bqs-hint">
        <li>{words.fromAffects}</li>
        <li>{words.fromAlways}</li>
        <li>{words.fromException}</li>
      </ul>
    </RadioGroup>
  );
}
