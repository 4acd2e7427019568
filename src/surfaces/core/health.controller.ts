import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { now } from '../../kernel/clock.js';
import { Fails } from '../shared/error.dto.js';
import { OneOf, Time } from '../shared/fields.js';
import { Public } from '../shared/http/auth.guard.js';

class AliveDto {
  @OneOf(['healthy'])
  status: 'healthy';

  @Time()
  timestamp: string;
}

@ApiTags('operations')
@Controller('health')
export class HealthController {
  @Get()
  @Public()
  @ApiOperation({ summary: 'That the service is there' })
  @ApiOkResponse({ type: AliveDto })
  @Fails()
  get(): AliveDto {
    return { status: 'healthy', timestamp: now().toISOString() };
  }
}
