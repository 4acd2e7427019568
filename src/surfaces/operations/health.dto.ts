import { ApiProperty } from '@nestjs/swagger';
import { Integer, Nested, OneOf, Text, Time } from '../shared/fields.js';

export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

class ErrorFiguresDto {
  @Integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  total: number;

  @Integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  last_minute: number;
}

class DatabaseHealthDto {
  @OneOf(['up', 'down'])
  status: 'up' | 'down';
}

export class HealthDto {
  @OneOf(['healthy', 'degraded', 'unhealthy'])
  status: HealthStatus;

  @Time()
  timestamp: string;

  @Integer({ min: 0, max: Number.MAX_SAFE_INTEGER })
  uptime_seconds: number;

  @Text({ max: 64 })
  version: string;

  @Nested(() => ErrorFiguresDto)
  errors: ErrorFiguresDto;

  @Nested(() => DatabaseHealthDto)
  database: DatabaseHealthDto;

  @ApiProperty({
    type: 'object',
    additionalProperties: {
      type: 'object',
      properties: {
        status: { type: 'string', enum: ['up', 'down'] },
        latency_ms: { type: 'number' },
      },
    },
  })
  providers: Record<string, { status: string; latency_ms: number | null }>;
}

export class ReadinessDto {
  @OneOf(['healthy', 'unhealthy'])
  status: 'healthy' | 'unhealthy';
}
