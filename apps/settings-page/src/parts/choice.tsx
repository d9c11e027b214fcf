import type { ReactNode } from 'react';
import {
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
} from 'react-aria-components';

export interface Option {
  readonly id: string;
  readonly text: string;
  /** The text with names of their own direction marked as such; none: `text`. */
  readonly shown?: ReactNode;
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly description?: string;
  readonly error?: string | undefined;
  readonly name?: string;
}

/** One of several, from a list that opens. */
export const Choice = ({
  label,
  options,
  value,
  onChange,
  description,
  error,
  name,
}: ChoiceProps): ReactNode => (
  <Select
    className="bqs-field"
    value={value}
    onChange={(key) => {
      onChange(String(key ?? ''));
    }}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    {...(name === undefined ? {} : { name })}
  >
    <Label>{label}</Label>
    <Button className="bqs-select">
      <SelectValue className="bqs-select-value" />
      <span aria-hidden="true">▾</span>
    </Button>
    {description === undefined ? null : (
      <Text slot="description" className="bqs-hint">
        {description}
      </Text>
    )}
    <FieldError className="bqs-field-error">{error}</FieldError>
    <Popover className="bqs bqs-popover">
      <ListBox className="bqs-options" items={options}>
        {(option) => (
          <ListBoxItem id={option.id} textValue={option.text} className="bqs-option">
            {option.shown ?? option.text}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </Select>
);
