import { expect, test } from 'vitest'
import { tidyText } from './text.ts'

test('a text has no space around it, and one spelling', () => {
  expect(tidyText('  Cafe\u0301 ')).toBe('Caf\u00e9')
})
