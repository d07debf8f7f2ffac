import { buildAll } from './build.ts'
import { generateCode } from './generate.ts'
import { type Print, runStep } from './say.ts'

/** Generates and builds what its sources say is out of date, and prints both steps. */
export async function prepareCode(print: Print): Promise<void> {
  await runStep(print, 'generate', async () => {
    const names = await generateCode()
    return { text: names.length ? names.join(', ') : 'up to date', value: names }
  })
  await runStep(print, 'build', async () => {
    const { built, upToDate } = await buildAll()
    return { text: `${built.length} built, ${upToDate.length} up to date`, value: built }
  })
}
