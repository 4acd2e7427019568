import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiResponse } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../../kernel/errors.js';
import { ERROR_STATUS } from './errors/error-status.js';

class ErrorDetailDto {
  @ApiProperty({ type: String })
  field: string;

  @ApiProperty({ type: String })
  message: string;
}

class ErrorContentDto {
  @ApiProperty({ enum: ERROR_CODES })
  code: ErrorCode;

  @ApiProperty({ type: String })
  message: string;

  @ApiProperty({ type: String, description: 'For support: the log has it, too.' })
  request_id: string;

  @ApiPropertyOptional({ type: [ErrorDetailDto] })
  details?: ErrorDetailDto[];
}

export class ErrorDto {
  @ApiProperty({ type: ErrorContentDto })
  error: ErrorContentDto;
}

export class RateLimitedDto {
  @ApiProperty({ enum: ['rate_limited'] })
  error: 'rate_limited';

  @ApiProperty({ type: Number, description: 'Seconds.' })
  retry_after: number;
}

/** Documents the errors that a route has beside those that every route has. */
export function Fails(...codes: ErrorCode[]): MethodDecorator & ClassDecorator {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...codes, 'internal_error', 'unavailable'] as ErrorCode[]) {
    byStatus.set(ERROR_STATUS[code], [...(byStatus.get(ERROR_STATUS[code]) ?? []), code]);
  }
  return applyDecorators(
    ...[...byStatus].map(([status, all]) =>
      ApiResponse({ status, type: status === 429 ? RateLimitedDto : ErrorDto, description: all.join(', ') }),
    ),
  );
}
