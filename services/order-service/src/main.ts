import { run } from '@linli/service'
import { orderService } from './service.ts'

await run(orderService)
