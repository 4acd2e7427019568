import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Public } from '../shared/http/auth.guard.js';
import { HealthDto, ReadinessDto } from './health.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('operations')
@Controller('health')
@Public()
export class OperationsHealthController {
  constructor(private readonly health: HealthService) {}

  @Get()
  @ApiOperation({ summary: 'How the server and what it depends on are doing' })
  @ApiOkResponse({ type: HealthDto })
  @ApiServiceUnavailableResponse({ type: HealthDto, description: 'Going down, or without its database.' })
  async get(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    const report = await this.health.report();
    if (report.status === 'unhealthy') response.status(503);
    return report;
  }

  @Get('live')
  @ApiOperation({ summary: 'The process is up' })
  @ApiOkResponse({ type: ReadinessDto })
  live(): ReadinessDto {
    return { status: 'healthy' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'New work may be sent here' })
  @ApiOkResponse({ type: ReadinessDto })
  @ApiServiceUnavailableResponse({ type: ReadinessDto })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadinessDto> {
    const isReady = await this.health.isReady();
    if (!isReady) response.status(503);
    return { status: isReady ? 'healthy' : 'unhealthy' };
  }
}
