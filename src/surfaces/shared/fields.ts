import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsUUID,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

/**
 * The words in which DTOs are written: each says at once what is accepted and what the documentation tells. `optional` fields may be
 * missing; `nullable` ones may be null, too.
 */
interface FieldOptions {
  optional?: boolean;
  nullable?: boolean;
  description?: string;
  default?: unknown;
}

function field(options: FieldOptions, schema: ApiPropertyOptions, ...checks: PropertyDecorator[]): PropertyDecorator {
  const { optional = false, nullable = false, description, default: fallback } = options;
  const documented = { ...schema, nullable, description, default: fallback } as ApiPropertyOptions;
  return applyDecorators(
    optional ? ApiPropertyOptional(documented) : ApiProperty(documented),
    ...(nullable ? [IsOptional()] : []),
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    ...checks,
  );
}

/** Bounds count characters as people do, not UTF-16 units. */
export function Text({ min = 0, max, ...options }: FieldOptions & { min?: number; max: number }): PropertyDecorator {
  const isWithin = (value: unknown): boolean => {
    if (typeof value !== 'string') return false;
    const length = value.length > max * 2 ? Infinity : [...value].length;
    return length >= min && length <= max;
  };
  const check = ValidateBy({
    name: 'text',
    validator: { validate: isWithin, defaultMessage: () => `must be a text of ${min} to ${max} characters` },
  });
  return field(options, { type: String, minLength: min, maxLength: max }, check);
}

export function Integer({ min, max, ...options }: FieldOptions & { min: number; max: number }): PropertyDecorator {
  return field(options, { type: 'integer', minimum: min, maximum: max }, IsInt(), Min(min), Max(max));
}

/** An integer in a query string. */
export function IntegerParam(options: FieldOptions & { min: number; max: number }): PropertyDecorator {
  return applyDecorators(
    Integer({ ...options, optional: true }),
    Type(() => Number),
  );
}

export function Decimal({ min, max, ...options }: FieldOptions & { min: number; max: number }): PropertyDecorator {
  return field(options, { type: 'number', minimum: min, maximum: max }, IsNumber(), Min(min), Max(max));
}

export function Flag(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: Boolean }, IsBoolean());
}

/** A flag in a query string. */
export function FlagParam(options: FieldOptions = {}): PropertyDecorator {
  const WORDS: Record<string, boolean> = { true: true, '1': true, '': true, false: false, '0': false };
  const read = Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? (WORDS[value] ?? value) : value,
  );
  return applyDecorators(Flag({ ...options, optional: true }), read);
}

export function OneOf(values: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, enum: [...values] }, IsIn(values));
}

export function Id(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, format: 'uuid' }, IsUUID('all'));
}

export function Time(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, format: 'date-time' });
}

export function TextList({
  max,
  length,
  ...options
}: FieldOptions & { max: number; length: number }): PropertyDecorator {
  const isText = (value: unknown): boolean => typeof value === 'string' && value.length >= 1 && value.length <= length;
  const check = ValidateBy({
    name: 'textList',
    validator: {
      validate: (value) => Array.isArray(value) && value.every(isText),
      defaultMessage: () => `must be a list of texts of 1 to ${length} characters`,
    },
  });
  return field(options, { type: [String], maxItems: max }, IsArray(), ArrayMaxSize(max), check);
}

/** Any JSON object of at most so many bytes. */
export function JsonObject({ maxBytes, ...options }: FieldOptions & { maxBytes: number }): PropertyDecorator {
  const check = ValidateBy({
    name: 'size',
    validator: {
      validate: (value) => Buffer.byteLength(JSON.stringify(value) ?? '') <= maxBytes,
      defaultMessage: () => `must be at most ${maxBytes} bytes`,
    },
  });
  return field(options, { type: 'object', additionalProperties: true }, IsObject(), check);
}

/** An object with fields of its own. */
export function Nested(type: () => new () => object, options: FieldOptions = {}): PropertyDecorator {
  // The documentation knows a late type by the name of the function that gives it.
  return applyDecorators(field(options, { type: () => type() }, IsObject(), ValidateNested()), Type(type));
}

/** Of answers only: a list of objects. */
export function ListOf(type: () => new () => object, options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: () => type(), isArray: true });
}
