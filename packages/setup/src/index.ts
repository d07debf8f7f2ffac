// Prepares an installation where no `npm start` does: keys, roles, the gateway's routes, the demo business.
export { KEYS_OF } from './hand-out.ts'
