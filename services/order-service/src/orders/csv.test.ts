import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('what a spreadsheet would run is text; numbers stay numbers', () => {
  expect(csvLine(['=HYPERLINK("http://x")', '+1', '-2', '@SUM(A1)', '\tcmd', -3, 4.5])).toBe(
    `"'=HYPERLINK(""http://x"")",'+1,'-2,'@SUM(A1),"'\tcmd",-3,4.5\r\n`,
  )
  expect(csvLine(['＝1+1'])).toBe("'＝1+1\r\n")
})

test('commas, quotes and line breaks stay in their cell', () => {
  expect(csvLine(['番茄，500g', 'a,b', '他说"好"', '两\n行', ''])).toBe(
    '番茄，500g,"a,b","他说""好""","两\n行",\r\n',
  )
})
