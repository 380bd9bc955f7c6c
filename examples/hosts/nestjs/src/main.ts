import 'reflect-metadata'
import { Controller, Get, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { HelpdeskModule } from './helpdesk.module.js'

@Controller()
class ShopController {
  @Get()
  home() {
    return 'the shop'
  }
}

@Module({ imports: [HelpdeskModule], controllers: [ShopController] })
class AppModule {}

const app = await NestFactory.create(AppModule)
app.enableShutdownHooks()
await app.listen(process.env.PORT ?? 3000)
