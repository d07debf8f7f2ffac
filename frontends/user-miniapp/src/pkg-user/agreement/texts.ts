import type { Lang } from '@linli/mini-ui'

export type Document = 'terms' | 'privacy'
type Paragraphs = readonly (readonly [title: string, text: string])[]

/** What the app really does, in words a neighbour understands. An operator puts its own texts in place. */
export const AGREEMENTS: Readonly<Record<Lang, Readonly<Record<Document, Paragraphs>>>> = {
  zh: {
    terms: [
      [
        '服务内容',
        '邻里为小区居民提供商品展示、下单、支付、自提与配送服务。商品由店铺销售，自提点负责保管和交付。',
      ],
      [
        '下单与支付',
        '提交订单后请在 15 分钟内完成支付，超时订单会自动取消并释放库存、优惠券和积分。支付结果以微信支付的通知为准。',
      ],
      ['取消与退款', '未付款的订单可以随时取消。已付款的订单需要退款时请联系店铺，款项会原路退回。'],
      ['取货', '商品到达自提点后，请凭取货码在截止时间前领取。取货码是领取商品的凭证，请勿交给不认识的人。'],
    ],
    privacy: [
      [
        '我们收集什么',
        '登录时的微信标识；你填写的昵称、头像、收货人和地址；你绑定的手机号；你选择的小区与自提点；订单与售后记录；你要的到货提醒。',
      ],
      [
        '为什么收集',
        '用于识别你的账号、把商品送到你手里、在到货和退款时通知你。没有这些信息，我们无法完成订单。',
      ],
      [
        '怎么保护',
        '手机号、姓名和地址加密保存。自提点工作人员只看到隐去中间四位的手机号；查看完整号码会被记录。',
      ],
      [
        '位置',
        '只有在你点击“使用我的位置”时才会请求定位，用来找到附近的小区，位置不会被保存。拒绝后可以搜索小区。',
      ],
      [
        '你的权利',
        '你可以随时修改资料、删除地址和消息。注销账号在“设置”里：确认后有一段冷静期，期满后资料会被删除，订单和支付记录按法律要求保存但不再指向你。',
      ],
    ],
  },
  en: {
    terms: [
      [
        'What we do',
        'Linli lets residents of a community browse, order, pay, collect and receive goods. Shops sell them; pickup points keep and hand them over.',
      ],
      [
        'Ordering and paying',
        "Please pay within 15 minutes; after that the order is cancelled and stock, coupons and points are released. WeChat Pay's notice decides whether an order is paid.",
      ],
      [
        'Cancelling and refunds',
        'An unpaid order can be cancelled any time. For a refund of a paid one please contact the shop; the money goes back the way it came.',
      ],
      [
        'Collecting',
        'When your goods have arrived, collect them with your pickup code before the deadline. The code is the proof: do not give it to strangers.',
      ],
    ],
    privacy: [
      [
        'What we collect',
        'Your WeChat identifier; the nickname, portrait, recipient and address you enter; the number you bind; the community and pickup point you choose; your orders; what you want to hear of when it is back.',
      ],
      [
        'Why',
        'To know your account, to bring you what you bought, to tell you about arrivals and refunds. Without it we cannot fulfil an order.',
      ],
      [
        'How it is protected',
        'Numbers, names and addresses are stored encrypted. Staff see numbers without their middle four digits; showing a whole one is recorded.',
      ],
      [
        'Location',
        'We ask for it only when you tap “Use my location”, to find communities near you, and do not keep it. You can search instead.',
      ],
      [
        'Your rights',
        'You can change your profile and delete addresses and messages any time. Deleting your account is in the settings: after a while to think it over your data are erased; orders and payments are kept as the law asks and no longer lead to you.',
      ],
    ],
  },
}
