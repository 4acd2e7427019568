import type { PipeTransform } from '@nestjs/common';
import { NotFound } from '../../../kernel/errors.js';
import { isId } from '../../../kernel/id.js';

/** An id from a path. What cannot be one is answered as one that nobody has. */
export function idOf(what: string): PipeTransform<string, string> {
  return {
    transform(value) {
      if (!isId(value)) throw new NotFound(what);
      return value.toLowerCase();
    },
  };
}
