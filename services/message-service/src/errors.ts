import { defineErrors } from '@linli/core'

/** Codes 1800–1899. */
export const MessageErrors = defineErrors({
  MESSAGE_NOT_FOUND: [1801, 'not_found', '消息不存在', 'Message not found'],
  TEMPLATE_NOT_FOUND: [1811, 'not_found', '消息模板不存在', 'Message template not found'],
  TEMPLATE_EXISTS: [
    1812,
    'conflict',
    '该事件和对象已有模板',
    'This event and audience have a template already',
  ],
  TEMPLATE_INVALID: [1813, 'rule', '消息模板有误：{reason}', 'The message template is not valid: {reason}'],
  EVENT_TYPE_UNKNOWN: [1814, 'rule', '没有这类通知', 'Nobody is told about this event'],
  ROUTE_INVALID: [1815, 'rule', '消息路由有误：{reason}', 'The message route is not valid: {reason}'],
  CHANNEL_NOT_IN_TEMPLATE: [1816, 'rule', '模板不支持该渠道', 'The template cannot speak on this channel'],
  SUBSCRIPTION_TEMPLATE_UNKNOWN: [1821, 'not_found', '订阅模板不存在', 'Subscription template not found'],
  DISPATCH_NOT_FOUND: [1831, 'not_found', '发送记录不存在', 'Message log not found'],
  RECEIPT_INVALID: [1832, 'invalid', '短信回执有误', 'The SMS receipt is not valid'],
})
