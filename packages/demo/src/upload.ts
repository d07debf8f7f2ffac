// Puts the demo pictures into the simulated object storage; see upload-pictures.ts.
import { readFileSync } from 'node:fs'
import { required } from './environment.ts'
import { uploadPictures } from './upload-pictures.ts'

const { bucket } = JSON.parse(readFileSync(required('OSS_FILE'), 'utf8')) as { bucket: string }
await uploadPictures({ simulator: required('SIMULATOR_URL'), bucket })
