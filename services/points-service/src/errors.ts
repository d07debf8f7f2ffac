import { defineErrors } from '@linli/core'

/** Codes 1600–1699. */
export const PointsErrors = defineErrors({
  HOLD_NOT_FOUND: [1601, 'not_found', '没有该订单的积分冻结', 'There is no hold of this order'],
  GRANT_NOT_FOUND: [1602, 'not_found', '没有该订单的积分发放', 'There is no grant of this order'],
  RULE_NOT_FOUND: [1603, 'not_found', '积分规则不存在', 'Points rule not found'],
  RULE_IN_USE: [
    1604,
    'conflict',
    '已生效的规则不能修改，请新建版本',
    'An active rule cannot be changed; make a new version',
  ],
  POINTS_INSUFFICIENT: [
    1606,
    'rule',
    '可用积分不足，最多可扣 {available}',
    'At most {available} points can be taken',
  ],
  ACCOUNT_FROZEN: [1607, 'rule', '该用户的积分账户已冻结', 'This points account is frozen'],
  NO_ACTIVE_RULE: [1605, 'unavailable', '没有生效的积分规则', 'No points rule is in effect'],
})
