import { run } from '@linli/service'
import { productService } from './service.ts'

await run(productService)
