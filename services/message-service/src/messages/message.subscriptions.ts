import { on } from '@linli/events'
import { UserDeleted } from '@linli/proto/user'
import type { Work } from '../deps.ts'
import { forgetPerson } from './forget-person.ts'

export const messageSubscriptions = () => [
  on(UserDeleted, (work: Work, { userId }) => forgetPerson(work, userId)),
]
