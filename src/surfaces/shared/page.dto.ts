import type { Page, PageRequest } from '../../kernel/page.js';
import { Integer, IntegerParam, Text } from './fields.js';

export class PageQuery implements PageRequest {
  @IntegerParam({ min: 1, max: 1_000_000, default: 1 })
  page: number = 1;

  @IntegerParam({ min: 1, max: 100, default: 20 })
  limit: number = 20;

  @Text({ min: 1, max: 512, optional: true, description: 'From `next_cursor`; fast and stable however deep.' })
  cursor?: string;
}

/** The frame of every list; its `items` are the subclass' own. */
export class PageDto {
  @Integer({ min: 1, max: 1_000_000 })
  page: number;

  @Integer({ min: 1, max: 100 })
  limit: number;

  @Integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  total: number;

  @Text({ max: 512, nullable: true })
  next_cursor: string | null;

  protected static frame(page: Page<unknown>): Omit<PageDto, 'items'> {
    return { page: page.page, limit: page.limit, total: page.total, next_cursor: page.nextCursor };
  }
}
