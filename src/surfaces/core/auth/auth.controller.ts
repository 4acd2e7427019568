import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Caller } from '../../../auth/caller.js';
import { LoginService } from '../../../auth/login.service.js';
import { RefreshService } from '../../../auth/refresh.service.js';
import { UserService } from '../../../auth/user.service.js';
import { ClientAddress } from '../../shared/http/client-address.js';
import { CurrentUser, MaybeAnonymous, Public } from '../../shared/http/auth.guard.js';
import { Fails } from '../../shared/error.dto.js';
import { ChangePasswordDto, LoginDto, RefreshDto, RegisterDto, TokenPairDto } from './auth.dto.js';
import { ProfileDto, UserDto } from './user.dto.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly users: UserService,
    private readonly logins: LoginService,
    private readonly refreshes: RefreshService,
  ) {}

  @Post('register')
  @MaybeAnonymous()
  @ApiOperation({ summary: 'Register a user: the first one by anybody, as the admin; later ones by admins' })
  @ApiCreatedResponse({ type: UserDto })
  @Fails('validation_failed', 'unauthenticated', 'forbidden', 'conflict')
  async register(@CurrentUser() caller: Caller | null, @Body() body: RegisterDto): Promise<UserDto> {
    const user = await this.users.register(caller, {
      username: body.username,
      password: body.password,
      role: body.role,
      displayName: body.display_name,
      allowedProducts: body.allowed_products,
      allowedAgents: body.allowed_agents,
    });
    return UserDto.of(user);
  }

  @Post('login')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Exchange a user name and password for tokens' })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiOkResponse({ type: TokenPairDto })
  @Fails('validation_failed', 'unauthenticated', 'rate_limited')
  async login(@Body() body: LoginDto, @ClientAddress() address: string): Promise<TokenPairDto> {
    return TokenPairDto.of(await this.logins.login(body.username, body.password, address));
  }

  @Post('refresh')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Exchange a refresh token, once, for a new pair' })
  @ApiOkResponse({ type: TokenPairDto })
  @Fails('validation_failed', 'unauthenticated', 'token_expired', 'token_reused')
  async refresh(@Body() body: RefreshDto): Promise<TokenPairDto> {
    return TokenPairDto.of(await this.refreshes.refresh(body.refresh_token));
  }

  @Post('logout')
  @HttpCode(204)
  @ApiOperation({ summary: "End all of the caller's sign-ins, everywhere" })
  @ApiNoContentResponse()
  @Fails('unauthenticated', 'token_expired')
  logout(@CurrentUser() caller: Caller): Promise<void> {
    return this.logins.logout(caller);
  }

  @Get('me')
  @ApiOperation({ summary: 'Who the caller is, and what they may do' })
  @ApiOkResponse({ type: ProfileDto })
  @Fails('unauthenticated', 'token_expired')
  async me(@CurrentUser() caller: Caller): Promise<ProfileDto> {
    return ProfileDto.of(await this.users.get(caller.userId));
  }

  @Post('password')
  @HttpCode(204)
  @ApiOperation({ summary: "Change the caller's password; their other sign-ins end" })
  @ApiNoContentResponse()
  @Fails('validation_failed', 'unauthenticated', 'token_expired', 'rate_limited')
  changePassword(
    @CurrentUser() caller: Caller,
    @Body() body: ChangePasswordDto,
    @ClientAddress() address: string,
  ): Promise<void> {
    return this.logins.changePassword(caller, body.current_password, body.new_password, address);
  }
}
