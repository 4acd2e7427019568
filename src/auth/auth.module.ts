import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Authenticator } from './authenticator.service.js';
import { LoginFailure } from './login-failure.entity.js';
import { LoginThrottle } from './login-throttle.service.js';
import { Login } from './login.entity.js';
import { LoginService } from './login.service.js';
import { PasswordService } from './password.service.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RefreshService } from './refresh.service.js';
import { TokenService } from './token.service.js';
import { User } from './user.entity.js';
import { UserService } from './user.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([User, Login, RefreshToken, LoginFailure])],
  providers: [Authenticator, LoginThrottle, LoginService, PasswordService, RefreshService, TokenService, UserService],
  exports: [Authenticator, LoginService, RefreshService, UserService],
})
export class AuthModule {}
