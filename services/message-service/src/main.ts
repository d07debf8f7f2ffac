import { run } from '@linli/service'
import { messageService } from './service.ts'

await run(messageService)
