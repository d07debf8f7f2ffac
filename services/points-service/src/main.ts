import { run } from '@linli/service'
import { pointsService } from './service.ts'

await run(pointsService)
