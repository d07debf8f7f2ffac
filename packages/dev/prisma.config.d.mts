import type { PrismaConfig } from 'prisma'

/** `PRISMA_USE_NATIVE_ENGINE=1` lets the CLI fetch its own binary. */
export declare function prismaConfig(): PrismaConfig
