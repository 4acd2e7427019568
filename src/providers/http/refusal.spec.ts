import { refusalOf } from './refusal.js';
import { readRetryAfter } from './retry-after.js';

describe('a refusal', () => {
  it.each([
    ['{"error":{"message":"no"}}', 'answered 400: no'],
    ['{"error":"no"}', 'answered 400: no'],
    ['{"message":"no"}', 'answered 400: no'],
    ['{"detail":"no"}', 'answered 400: no'],
    ['{"detail":[{"msg":"no"}]}', 'answered 400'],
    ['{"error":{"code":"nope"}}', 'answered 400: nope'],
    ['<html>', 'answered 400'],
    ['null', 'answered 400'],
  ])('is told in a sentence: %s', (body, told) => expect(refusalOf(400, body)).toBe(told));

  it.each([
    [undefined, undefined],
    ['7', 7],
    ['0.2', 1],
    ['soon', undefined],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ])('says how long to wait: %s', (header, seconds) => expect(readRetryAfter(header)).toBe(seconds));
});
