import { run } from '@linli/service'
import { activityService } from './service.ts'

await run(activityService)
