import { run } from '@linli/service'
import { userService } from './service.ts'

await run(userService)
