import { RECORD_TYPES, type RecordType, type Settings } from '@bpro-qbo-sync/sync-domain';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const MAX_ID = 64;
const MAX_METHODS = 1000;
const isGiven = (_body: unknown, value: unknown): boolean => value !== null;

class UncheckedMethodsInput {
  @ApiProperty({ type: [String] })
  @IsArray()
  @ArrayMaxSize(MAX_METHODS)
  @IsString({ each: true })
  @MaxLength(MAX_ID, { each: true })
  bpro!: string[];

  @ApiProperty({ type: [String] })
  @IsArray()
  @ArrayMaxSize(MAX_METHODS)
  @IsString({ each: true })
  @MaxLength(MAX_ID, { each: true })
  qbo!: string[];

  @ApiProperty()
  @IsBoolean()
  none!: boolean;
}

class AccountsInput {
  @ApiProperty({ type: String, nullable: true })
  @ValidateIf(isGiven)
  @Length(1, MAX_ID)
  incomeId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  @ValidateIf(isGiven)
  @Length(1, MAX_ID)
  expenseId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  @ValidateIf(isGiven)
  @Length(1, MAX_ID)
  assetId!: string | null;
}

/** The settings form (rules C1 to C7). */
export class SettingsInput implements Settings {
  @ApiProperty({ enum: ['create', 'ignore'] })
  @IsIn(['create', 'ignore'])
  onlyInQbo!: 'create' | 'ignore';

  @ApiProperty({ enum: ['create', 'ignore'] })
  @IsIn(['create', 'ignore'])
  onlyInBpro!: 'create' | 'ignore';

  @ApiProperty({ type: String, format: 'date', nullable: true })
  @ValidateIf(isGiven)
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'fromDate must be a day such as 2026-01-31' })
  @IsISO8601({ strict: true }, { message: 'fromDate must be a day of the calendar' })
  fromDate!: string | null;

  @ApiProperty({ type: String, nullable: true })
  @ValidateIf(isGiven)
  @Length(1, MAX_ID)
  refundAccountId!: string | null;

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => UncheckedMethodsInput)
  uncheckedMethods!: UncheckedMethodsInput;

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => AccountsInput)
  accounts!: AccountsInput;
}

export class ConnectionInput {
  @ApiPropertyOptional({ description: 'Another company may replace the linked one (rule B4)' })
  @IsOptional()
  @IsBoolean()
  startOver?: boolean;
}

export class PlanInput {
  @ApiPropertyOptional({ description: 'Settings to try out (rule K2); none: the draft' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => SettingsInput)
  settings?: SettingsInput;
}

export class MatchInput {
  @ApiProperty({ enum: RECORD_TYPES })
  @IsIn(RECORD_TYPES)
  type!: RecordType;

  @ApiProperty()
  @Length(1, MAX_ID)
  bproId!: string;

  @ApiProperty({ type: String, nullable: true, description: 'null: none of these' })
  @ValidateIf(isGiven)
  @Length(1, 2 * MAX_ID)
  qboId!: string | null;
}

export class DismissInput {
  @ApiProperty({ description: 'Why the note is left; no personal data, it stays in the history' })
  @Length(1, 500)
  reason!: string;
}

const MAX_PAGE = 200;

class PageInput {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  after?: string;

  @ApiPropertyOptional({ default: 50, maximum: MAX_PAGE })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  limit = 50;
}

const CODE = /^[A-Za-z0-9:._-]{1,80}$/;

export class RowsInput extends PageInput {
  @ApiPropertyOptional({ enum: RECORD_TYPES })
  @IsOptional()
  @IsIn(RECORD_TYPES)
  type?: RecordType;

  @ApiPropertyOptional({ description: 'Several separated by commas' })
  @IsOptional()
  @Transform(({ value }) => (typeof value === 'string' ? value.split(',') : (value as unknown)))
  @IsArray()
  @Matches(/^[a-z-]{1,40}$/, { each: true })
  action?: string[];

  @ApiPropertyOptional()
  @IsOptional()
  @Matches(CODE)
  reason?: string;
}

export class NotesFilterInput {
  @ApiPropertyOptional({ enum: ['open', 'dismissed'], default: 'open' })
  @IsIn(['open', 'dismissed'])
  status: 'open' | 'dismissed' = 'open';

  @ApiPropertyOptional({ enum: ['error', 'warning', 'info'] })
  @IsOptional()
  @IsIn(['error', 'warning', 'info'])
  severity?: 'error' | 'warning' | 'info';

  @ApiPropertyOptional({ enum: RECORD_TYPES })
  @IsOptional()
  @IsIn(RECORD_TYPES)
  type?: RecordType;

  @ApiPropertyOptional()
  @IsOptional()
  @Matches(CODE)
  code?: string;

  @ApiPropertyOptional({ description: 'Part of a name, of the title or of a code' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  text?: string;
}

export class NotesInput extends NotesFilterInput {
  @ApiPropertyOptional({ description: '`next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(300)
  after?: string;

  @ApiPropertyOptional({ default: 50, maximum: MAX_PAGE })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  limit = 50;
}

export class RunsInput extends PageInput {
  @Matches(/^[\w-]{1,64}$/)
  override after?: string;
}

export class HistoryInput extends PageInput {
  @ApiPropertyOptional()
  @IsOptional()
  @Matches(/^[\w-]{1,64}$/)
  run?: string;
}
