import { defineErrors } from '@linli/core'

/** Codes 1700–1799. */
export const ActivityErrors = defineErrors({
  COUPON_NOT_FOUND: [1701, 'not_found', '优惠券不存在', 'Coupon not found'],
  COUPON_NOT_USABLE: [1702, 'rule', '该优惠券不可用', 'This coupon cannot be used'],
  COUPON_SOLD_OUT: [1703, 'rule', '优惠券已领完', 'All of these coupons are gone'],
  COUPON_NOT_CLAIMABLE: [1704, 'rule', '该优惠券当前不可领取', 'This coupon cannot be claimed now'],
  COUPON_USER_LIMIT: [1705, 'rule', '已达领取上限', 'You have got as many of these as you may'],
  COUPON_DAY_LIMIT: [1706, 'rule', '今日已达领取上限', 'You have got as many of these as you may today'],
  COUPON_AUDIENCE: [1707, 'rule', '您不符合领取条件', 'This coupon is for others'],
  CODE_INVALID: [1708, 'rule', '兑换码无效或已使用', 'The code is wrong or was used'],
  COUPON_NOT_REVOCABLE: [1709, 'conflict', '只能撤回未使用的优惠券', 'Only an unused coupon can be revoked'],
  TEMPLATE_NOT_FOUND: [1711, 'not_found', '优惠券模板不存在', 'Coupon template not found'],
  TEMPLATE_TERMS_FIXED: [
    1712,
    'rule',
    '已发放的优惠券不能修改规则',
    'The terms of issued coupons cannot change',
  ],
  TEMPLATE_INVALID: [1713, 'invalid', '优惠券规则有误：{field}', 'The terms make no sense: {field}'],
  TEMPLATE_ENDED: [1714, 'conflict', '优惠券活动已结束', 'This template has ended'],
  TEMPLATE_CHANNEL: [1715, 'rule', '该优惠券不支持此发放方式', 'This coupon is not given out that way'],
  TOO_MANY_CODES: [1716, 'rule', '剩余数量不足，最多可生成 {left} 个', 'At most {left} codes can be made'],
  GRANT_NOT_FOUND: [1717, 'not_found', '发放任务不存在', 'Grant not found'],
  PROMOTION_NOT_FOUND: [1721, 'not_found', '促销活动不存在', 'Promotion not found'],
  PROMOTION_INVALID: [1722, 'invalid', '促销规则有误：{field}', 'The rule makes no sense: {field}'],
  PROMOTION_FIXED: [1723, 'rule', '已生效的促销不能修改规则', 'A promotion that was approved cannot change'],
  STACKING_INVALID: [
    1724,
    'invalid',
    '叠加规则有误：{one} × {other}',
    'This pair cannot be set so: {one} × {other}',
  ],
  LOCK_NOT_FOUND: [1731, 'not_found', '订单优惠尚未锁定', 'The order holds no promotion yet'],
})
