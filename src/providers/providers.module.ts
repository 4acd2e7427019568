import { Logger, Module } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { CatalogueService } from './catalogue.service.js';
import { chooseProviders } from './choose-providers.js';
import { optionsFromSettings } from './options-from-settings.js';
import { ProviderRegistry } from './provider-registry.js';
import { ProviderRouter } from './provider.router.js';

@Module({
  providers: [
    {
      provide: ProviderRegistry,
      inject: [Settings],
      useFactory: async (settings: Settings): Promise<ProviderRegistry> => {
        const { options, from } = await chooseProviders(optionsFromSettings(settings), settings.ollama.model);
        const registry = ProviderRegistry.of(options);
        announce(registry, from);
        return registry;
      },
    },
    CatalogueService,
    ProviderRouter,
  ],
  exports: [CatalogueService, ProviderRegistry, ProviderRouter],
})
export class ProvidersModule {}

function announce(registry: ProviderRegistry, from: Awaited<ReturnType<typeof chooseProviders>>['from']): void {
  const logger = new Logger('Providers');
  const providers = registry.names;
  if (from === 'demo') logger.warn({ msg: 'No model is connected: every answer is a demonstration', providers });
  else if (from === 'nothing') logger.warn({ msg: 'There is no provider: nothing will be answered', providers });
  else logger.log({ msg: from === 'discovery' ? 'Found providers on this machine' : 'Providers', providers });
}
