import { createSign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
