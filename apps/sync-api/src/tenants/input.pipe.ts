import {
  Injectable,
  ValidationPipe,
  type ArgumentMetadata,
  type PipeTransform,
  type ValidationError,
} from '@nestjs/common';
import { ProblemError, type FieldProblem } from '../problems/problem.js';
import { SettingsInput } from './inputs.js';

const pipeWith = (exceptionFactory: (errors: ValidationError[]) => ProblemError): ValidationPipe =>
  new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true, exceptionFactory });

/** Which field breaks which rule; never its value. */
function fieldProblems(error: ValidationError, rule: string | undefined, path = ''): FieldProblem[] {
  const { property, constraints = {}, children = [] } = error;
  const field = `${path}${property}`;
  return [
    ...Object.entries(constraints).map(([name, message]) => ({ field, rule: rule ?? name, message })),
    ...children.flatMap((child) => fieldProblems(child, rule, `${field}.`)),
  ];
}

/** Everything that comes in over HTTP is checked here by class-validator; the settings form by its own rule (C8). */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly any = pipeWith(
    (errors) =>
      new ProblemError({
        status: 422,
        code: 'invalid-input',
        detail: 'The request has fields that cannot be used.',
        errors: errors.flatMap((error) => fieldProblems(error, undefined)),
      }),
  );
  private readonly settings = pipeWith(
    (errors) =>
      new ProblemError({
        status: 422,
        code: 'settings-invalid',
        rule: 'C8',
        detail: 'The settings cannot be used.',
        errors: errors.flatMap((error) => fieldProblems(error, 'C8')),
      }),
  );

  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return (metadata.metatype === SettingsInput ? this.settings : this.any).transform(value, metadata);
  }
}
