import { type DynamicModule, Module } from '@nestjs/common';
import { Settings } from './settings.js';

/** Whoever needs a group of settings asks for its class. */
@Module({})
export class ConfigModule {
  static forRoot(settings: Settings): DynamicModule {
    const groups = Object.values(settings) as object[];
    const providers = [settings, ...groups].map((value) => ({ provide: value.constructor, useValue: value }));
    return {
      module: ConfigModule,
      global: true,
      providers,
      exports: [Settings, ...groups.map((group) => group.constructor)],
    };
  }
}
