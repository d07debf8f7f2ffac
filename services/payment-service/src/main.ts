import { run } from '@linli/service'
import { paymentService } from './service.ts'

await run(paymentService)
