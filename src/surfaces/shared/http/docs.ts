import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ErrorDto } from '../error.dto.js';

/** The documentation page at /docs, and what it shows at /openapi.json. */
export function serveDocs(app: NestExpressApplication, version: string): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Parley')
    .setDescription('A chat agent backend. Register, log in, start a thread, ask, and follow the answer.')
    .setVersion(version)
    .setLicense('MIT', '')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('docs', app, () => withBodyErrors(SwaggerModule.createDocument(app, config)), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Parley API',
  });
}

/** Whatever takes a body can be sent one that never reaches it. */
function withBodyErrors(document: OpenAPIObject): OpenAPIObject {
  const content = { 'application/json': { schema: { $ref: `#/components/schemas/${ErrorDto.name}` } } };
  const errors = {
    400: { description: 'malformed_body', content },
    413: { description: 'payload_too_large', content },
    415: { description: 'unsupported_media_type', content },
  };
  for (const { post, put, patch } of Object.values(document.paths)) {
    for (const operation of [post, put, patch]) if (operation?.requestBody) Object.assign(operation.responses, errors);
  }
  return document;
}
