import { type HttpResponse, type Transport, TransportError } from '@linli/api-client'
import Taro from '@tarojs/taro'

const TIMEOUT_MS = 15_000

/** Taro.request as the client's transport. weapp needs a whole origin, a browser has its own. */
export const taroTransport: Transport = async ({ method, path, headers, body }) => {
  const sent = {
    url: `${process.env.TARO_APP_API}${path}`,
    method,
    // A content type without content is refused as malformed.
    header: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { data: JSON.stringify(body) }),
    timeout: TIMEOUT_MS,
    dataType: 'json',
  }
  try {
    const { statusCode, data, header } = await Taro.request<unknown>(sent)
    return { status: statusCode, body: data, headers: lowerCase(header) }
  } catch (cause) {
    const answer = answerIn(cause)
    if (answer) return answer
    throw new TransportError('no answer', { cause })
  }
}

const lowerCase = (header: unknown): HttpResponse['headers'] =>
  Object.fromEntries(
    Object.entries(typeof header === 'object' && header !== null ? header : {}).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]),
  )

/** On H5 Taro rejects with the answer itself when it could not be read as JSON. */
function answerIn(cause: unknown): HttpResponse | undefined {
  if (typeof cause !== 'object' || cause === null || !('statusCode' in cause)) return undefined
  const { statusCode } = cause
  if (typeof statusCode !== 'number' || statusCode === 0) return undefined
  return { status: statusCode, body: undefined, headers: lowerCase('header' in cause ? cause.header : {}) }
}
