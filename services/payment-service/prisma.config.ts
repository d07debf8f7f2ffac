import { prismaConfig } from '../../packages/dev/prisma.config.mjs'

export default prismaConfig()
