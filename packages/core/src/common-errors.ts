import { defineErrors } from './errors.ts'

/** What any service may answer: codes 1000–1099, or the HTTP status itself where there is nothing more to say. */
export const CommonErrors = defineErrors({
  INVALID_REQUEST: [1001, 'invalid', '请求参数有误', 'The request is not valid'],
  IDEMPOTENCY_KEY_REQUIRED: [
    1002,
    'invalid',
    '缺少幂等键 Idempotency-Key',
    'Header Idempotency-Key is required',
  ],
  IDEMPOTENCY_KEY_REUSED: [
    1003,
    'conflict',
    '同一幂等键不能用于不同的请求',
    'This Idempotency-Key was used with another request body',
  ],
  ILLEGAL_TRANSITION: [1004, 'conflict', '当前状态不允许此操作', 'The current state does not allow this'],
  VERSION_CONFLICT: [
    1005,
    'conflict',
    '数据已被修改，请刷新后重试',
    'The data has changed; reload and try again',
  ],
  NOT_FOUND: [404, 'not_found', '内容不存在', 'Not found'],
  UNAUTHENTICATED: [401, 'unauthenticated', '请先登录', 'Please log in'],
  FORBIDDEN: [403, 'forbidden', '没有权限', 'You are not allowed to do this'],
  TOO_MANY_REQUESTS: [429, 'limited', '操作太频繁，请稍后再试', 'Too many requests; try again later'],
  UNAVAILABLE: [503, 'unavailable', '服务暂时不可用，请稍后再试', 'Temporarily unavailable; try again later'],
  INTERNAL: [500, 'internal', '系统开小差了，请稍后再试', 'Something went wrong; try again later'],
  PAYLOAD_TOO_LARGE: [413, 'invalid', '请求内容过大', 'The request is too large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'invalid', '不支持的内容类型', 'Unsupported content type'],
  BAD_CURSOR: [1014, 'invalid', '分页游标无效', 'The page cursor is not valid'],
})
