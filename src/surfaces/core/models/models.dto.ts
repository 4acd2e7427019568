import type { Catalogue, CatalogueModel } from '../../../providers/catalogue.service.js';
import { Integer, ListOf, OneOf, Text, TextList } from '../../shared/fields.js';
import { sizeInWords } from './size-in-words.js';

/** As OpenAI lists a model. */
export class ModelDto {
  @Text({ max: 256 })
  id: string;

  @OneOf(['model'])
  object: 'model';

  @Integer({ min: 0, max: Number.MAX_SAFE_INTEGER, description: 'Seconds since 1970.' })
  created: number;

  @Text({ max: 256 })
  owned_by: string;

  @Text({ max: 128 })
  provider: string;

  static of(model: CatalogueModel): ModelDto {
    return { id: model.id, object: 'model', created: model.created, owned_by: model.ownedBy, provider: model.provider };
  }
}

/** As Ollama lists a model. */
export class NamedModelDto {
  @Text({ max: 256 })
  name: string;

  @Text({ max: 64, nullable: true })
  modified_at: string | null;

  @Text({ max: 32, nullable: true, description: 'Such as `3.8GB`.' })
  size: string | null;

  @Text({ max: 128 })
  provider: string;

  static of(model: CatalogueModel): NamedModelDto {
    return {
      name: model.id,
      modified_at: timeOf(model),
      size: model.size === undefined ? null : sizeInWords(model.size),
      provider: model.provider,
    };
  }
}

export class ModelListDto {
  @OneOf(['list'])
  object: 'list';

  @ListOf(() => ModelDto)
  data: ModelDto[];

  @ListOf(() => NamedModelDto)
  models: NamedModelDto[];

  @Text({ max: 256, nullable: true, description: 'The model of requests that name none.' })
  default: string | null;

  @TextList({ max: 100, length: 128, optional: true, description: 'Providers that did not answer.' })
  unavailable?: string[];

  static of({ models, default: byDefault, unavailable }: Catalogue): ModelListDto {
    return {
      object: 'list',
      data: models.map((model) => ModelDto.of(model)),
      models: models.map((model) => NamedModelDto.of(model)),
      default: byDefault,
      ...(unavailable.length > 0 && { unavailable }),
    };
  }
}

/** Some say it in their own time zone, some as seconds, some not at all. */
function timeOf({ modifiedAt, created }: CatalogueModel): string | null {
  const time = new Date(modifiedAt ?? created * 1000);
  return time.getTime() > 0 ? time.toISOString() : null;
}
