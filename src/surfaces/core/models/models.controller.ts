import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CatalogueService } from '../../../providers/catalogue.service.js';
import { Fails } from '../../shared/error.dto.js';
import { ModelListDto } from './models.dto.js';

@ApiTags('models')
@Controller('models')
export class ModelsController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Get()
  @ApiOperation({ summary: 'The models of all providers, in the forms of OpenAI and of Ollama' })
  @ApiOkResponse({ type: ModelListDto })
  @Fails('unauthenticated', 'token_expired')
  async list(): Promise<ModelListDto> {
    return ModelListDto.of(await this.catalogue.list());
  }
}
