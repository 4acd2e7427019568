import { Min } from 'class-validator';
import { Setting } from '../setting.decorator.js';

export class LimitsSettings {
  @Setting({ meaning: 'Ceiling of one address, in multiples of what one caller may do.' })
  @Min(1)
  readonly addressFactor: number = 20;
}
