import { ValidateBy } from 'class-validator';
import type { TokenPair } from '../../../auth/login.service.js';
import type { Role } from '../../../auth/user.entity.js';
import { Integer, Nested, OneOf, Text, TextList } from '../../shared/fields.js';
import { UserDto } from './user.dto.js';

/** Neither white space at its ends nor control characters: nobody could tell such names apart on a screen. */
const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() === value && !/\p{C}/u.test(value);
const Name = (): PropertyDecorator =>
  ValidateBy({
    name: 'name',
    validator: {
      validate: isName,
      defaultMessage: () => 'must have no control characters, and no white space at its ends',
    },
  });

export class RegisterDto {
  @Text({ min: 3, max: 64 })
  @Name()
  username: string;

  @Text({ min: 8, max: 256 })
  password: string;

  @OneOf(['user', 'admin'], { optional: true, default: 'user' })
  role?: Role;

  @Text({ min: 1, max: 128, optional: true, nullable: true })
  display_name?: string | null;

  @TextList({ max: 1000, length: 128, optional: true })
  allowed_products?: string[];

  @TextList({ max: 1000, length: 128, optional: true })
  allowed_agents?: string[];
}

/** Also OAuth2's password form, whose other fields mean nothing here. */
export class LoginDto {
  @Text({ min: 1, max: 256 })
  username: string;

  @Text({ min: 1, max: 256 })
  password: string;

  @OneOf(['password'], { optional: true })
  grant_type?: string;

  @Text({ max: 1024, optional: true })
  scope?: string;

  @Text({ max: 256, optional: true })
  client_id?: string;

  @Text({ max: 256, optional: true })
  client_secret?: string;
}

export class RefreshDto {
  @Text({ min: 1, max: 4096 })
  refresh_token: string;
}

export class ChangePasswordDto {
  @Text({ min: 1, max: 256 })
  current_password: string;

  @Text({ min: 8, max: 256 })
  new_password: string;
}

export class TokenPairDto {
  @Text({ max: 4096 })
  access_token: string;

  @Text({ max: 4096 })
  refresh_token: string;

  @OneOf(['bearer'])
  token_type: 'bearer';

  @Integer({ min: 1, max: Number.MAX_SAFE_INTEGER, description: 'Seconds.' })
  expires_in: number;

  @Integer({ min: 0, max: Number.MAX_SAFE_INTEGER, description: 'Seconds.' })
  refresh_expires_in: number;

  @Nested(() => UserDto)
  user: UserDto;

  static of(pair: TokenPair): TokenPairDto {
    return {
      access_token: pair.accessToken,
      refresh_token: pair.refreshToken,
      token_type: 'bearer',
      expires_in: pair.expiresIn,
      refresh_expires_in: pair.refreshExpiresIn,
      user: UserDto.of(pair.user),
    };
  }
}
