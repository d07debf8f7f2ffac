/** Who may be given a permission at all. */
export type StaffAudience = 'merchant' | 'admin'

/** Every permission there is: code, Chinese label, audiences. What no role of the caller lists is refused. */
const TABLE = [
  ['order:read', '查看订单', ['merchant', 'admin']],
  ['order:prepare', '接单备货', ['merchant']],
  ['order:remark', '订单备注', ['merchant', 'admin']],
  ['order:price', '订单改价', ['merchant']],
  ['order:cancel', '取消订单', ['admin']],
  ['order:export', '导出订单', ['merchant', 'admin']],
  ['order:statistics', '订单统计', ['merchant', 'admin']],
  ['order:setting', '订单设置', ['admin']],
  ['aftersale:read', '查看售后', ['merchant', 'admin']],
  ['aftersale:review', '审核售后', ['merchant', 'admin']],
  ['shortage:report', '缺货上报', ['merchant']],
  ['product:read', '查看商品', ['merchant', 'admin']],
  ['product:write', '编辑商品', ['merchant', 'admin']],
  ['product:status', '商品上下架', ['merchant', 'admin']],
  ['product:audit', '审核商品', ['admin']],
  ['category:write', '管理分类', ['admin']],
  ['recommendation:write', '管理推荐位', ['admin']],
  ['stock:read', '查看库存', ['merchant', 'admin']],
  ['stock:adjust', '调整库存', ['merchant', 'admin']],
  ['warehouse:write', '管理仓库', ['admin']],
  ['upload:write', '上传图片', ['merchant', 'admin']],
  ['pickup:verify', '核销提货', ['merchant']],
  ['pickup:revert', '撤销核销', ['merchant']],
  ['delivery:read', '查看配送任务', ['merchant', 'admin']],
  ['delivery:dispatch', '发车配送', ['merchant']],
  ['delivery:deliver', '签收打卡', ['merchant']],
  ['delivery:receive', '到点收货', ['merchant']],
  ['route:write', '规划路线', ['admin']],
  ['courier:write', '管理配送员', ['admin']],
  ['community:read', '查看小区', ['merchant', 'admin']],
  ['community:write', '管理小区', ['admin']],
  ['pickup-point:read', '查看自提点', ['merchant', 'admin']],
  ['pickup-point:write', '管理自提点', ['merchant', 'admin']],
  ['slot:write', '管理配送时间', ['merchant', 'admin']],
  ['fee-rule:write', '管理运费规则', ['admin']],
  ['coupon:read', '查看优惠券', ['merchant', 'admin']],
  ['coupon:write', '管理优惠券', ['merchant', 'admin']],
  ['coupon:grant', '发放优惠券', ['admin']],
  ['activity:read', '查看活动', ['merchant', 'admin']],
  ['activity:write', '管理活动', ['merchant', 'admin']],
  ['activity:audit', '审核活动', ['admin']],
  ['points:read', '查看积分', ['admin']],
  ['points:rule:write', '管理积分规则', ['admin']],
  ['points:adjust', '调整积分', ['admin']],
  ['payment:read', '查看支付', ['admin']],
  ['payment:query', '查询支付渠道', ['admin']],
  ['refund:read', '查看退款', ['admin']],
  ['refund:retry', '重试退款', ['admin']],
  ['refund:settle', '登记线下退款', ['admin']],
  ['reconciliation:read', '查看对账', ['admin']],
  ['reconciliation:resolve', '处理对账差异', ['admin']],
  ['commission:read', '查看佣金', ['merchant', 'admin']],
  ['settlement:read', '查看结算', ['merchant', 'admin']],
  ['withdrawal:apply', '申请提现', ['merchant']],
  ['withdrawal:audit', '审核提现', ['admin']],
  ['user:read', '查看用户', ['admin']],
  ['user:write', '管理用户', ['admin']],
  ['tag:write', '管理用户标签', ['admin']],
  ['level:write', '管理会员等级', ['admin']],
  ['user:pii:reveal', '查看用户隐私信息', ['merchant', 'admin']],
  ['merchant:read', '查看店铺', ['merchant', 'admin']],
  ['merchant:write', '编辑店铺', ['merchant']],
  ['merchant:audit', '审核商家', ['admin']],
  ['staff:read', '查看员工', ['merchant', 'admin']],
  ['staff:write', '管理员工', ['merchant']],
  ['leader:read', '查看团长', ['merchant', 'admin']],
  ['leader:audit', '审核团长', ['admin']],
  ['admin:read', '查看管理员', ['admin']],
  ['admin:write', '管理管理员', ['admin']],
  ['role:read', '查看角色', ['admin']],
  ['role:write', '管理角色', ['admin']],
  ['message-template:write', '管理消息模板', ['admin']],
  ['message-route:write', '管理消息路由', ['admin']],
  ['message-log:read', '查看消息记录', ['admin']],
  ['message-log:retry', '重发消息', ['admin']],
  ['audit:read', '查看审计日志', ['admin']],
  ['saga:read', '查看流程', ['admin']],
  ['saga:retry', '重试流程', ['admin']],
  ['dead-event:read', '查看死信', ['admin']],
  ['dead-event:redrive', '重投死信', ['admin']],
  ['job:read', '查看定时任务', ['admin']],
  ['cache:flush', '清空缓存', ['admin']],
] as const satisfies readonly (readonly [code: string, label: string, audiences: readonly StaffAudience[]])[]

export type Permission = {
  readonly code: string
  readonly label: string
  readonly audiences: readonly StaffAudience[]
}

export const permissions: readonly Permission[] = TABLE.map(([code, label, audiences]) => ({
  code,
  label,
  audiences,
}))

const byAudience: Record<StaffAudience, ReadonlySet<string>> = {
  merchant: codesOf('merchant'),
  admin: codesOf('admin'),
}

function codesOf(audience: StaffAudience): ReadonlySet<string> {
  return new Set(permissions.filter((each) => each.audiences.includes(audience)).map(({ code }) => code))
}

/** Every code that may be given to an audience. */
export function permissionsOf(audience: StaffAudience): readonly string[] {
  return [...byAudience[audience]]
}

/** False for a code nobody knows, and for one of the other audience. */
export function isPermission(audience: StaffAudience, code: string): boolean {
  return byAudience[audience].has(code)
}
