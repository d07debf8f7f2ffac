import { run } from '@linli/service'
import { deliveryService } from './service.ts'

await run(deliveryService)
