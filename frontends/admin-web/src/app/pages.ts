import {
  Bell,
  Box,
  Coin,
  CollectionTag,
  Key,
  List,
  LocationInformation,
  Odometer,
  OfficeBuilding,
  Operation,
  Shop,
  ShoppingBag,
  Tickets,
  Timer,
  User,
  UserFilled,
  Wallet,
} from '@element-plus/icons-vue'
import type { Component } from 'vue'

type Load = () => Promise<{ default: Component }>

export type PageEntry = {
  /** Name of the route, of its text in `menu`, and its path. */
  readonly name: string
  readonly path: string
  readonly icon: Component
  readonly permission?: string
  readonly load: Load
}

export type PageGroup = { readonly name: string; readonly pages: readonly PageEntry[] }

const page = (name: string, path: string, icon: Component, load: Load, permission: string): PageEntry => ({
  name,
  path,
  icon,
  permission,
  load,
})

/** Every page once: menu, routes, permissions and screenshots follow from this. */
export const GROUPS: readonly PageGroup[] = [
  {
    name: 'overview',
    pages: [
      page(
        'dashboard',
        'dashboard',
        Odometer,
        () => import('../pages/dashboard/DashboardPage.vue'),
        'order:statistics',
      ),
    ],
  },
  {
    name: 'trade',
    pages: [
      page('orders', 'orders', List, () => import('../pages/orders/OrdersPage.vue'), 'order:read'),
      page(
        'payments',
        'payments',
        Wallet,
        () => import('../pages/payments/PaymentsPage.vue'),
        'payment:read',
      ),
      page('refunds', 'refunds', Coin, () => import('../pages/payments/RefundsPage.vue'), 'refund:read'),
    ],
  },
  {
    name: 'goods',
    pages: [
      page(
        'products',
        'products',
        ShoppingBag,
        () => import('../pages/products/ProductsPage.vue'),
        'product:read',
      ),
      page(
        'categories',
        'categories',
        CollectionTag,
        () => import('../pages/products/CategoriesPage.vue'),
        'product:read',
      ),
      page(
        'inventories',
        'inventories',
        Box,
        () => import('../pages/inventory/InventoryPage.vue'),
        'stock:read',
      ),
    ],
  },
  {
    name: 'people',
    pages: [
      page('users', 'users', User, () => import('../pages/users/UsersPage.vue'), 'user:read'),
      page('merchants', 'merchants', Shop, () => import('../pages/users/MerchantsPage.vue'), 'merchant:read'),
    ],
  },
  {
    name: 'places',
    pages: [
      page(
        'communities',
        'communities',
        OfficeBuilding,
        () => import('../pages/places/CommunitiesPage.vue'),
        'community:read',
      ),
      page(
        'pickupPoints',
        'pickup-points',
        LocationInformation,
        () => import('../pages/places/PickupPointsPage.vue'),
        'pickup-point:read',
      ),
      page('slots', 'slots', Timer, () => import('../pages/places/SlotsPage.vue'), 'slot:write'),
      page('fees', 'fees', Operation, () => import('../pages/places/FeesPage.vue'), 'fee-rule:write'),
    ],
  },
  {
    name: 'marketing',
    pages: [
      page('coupons', 'coupons', Tickets, () => import('../pages/coupons/CouponsPage.vue'), 'coupon:read'),
      page(
        'messageLogs',
        'message-logs',
        Bell,
        () => import('../pages/messages/MessageLogsPage.vue'),
        'message-log:read',
      ),
    ],
  },
  {
    name: 'system',
    pages: [
      page('admins', 'admins', UserFilled, () => import('../pages/system/AdminsPage.vue'), 'admin:read'),
      page('roles', 'roles', Key, () => import('../pages/system/RolesPage.vue'), 'role:read'),
      page('auditLogs', 'audit-logs', List, () => import('../pages/system/AuditLogsPage.vue'), 'audit:read'),
      page('loginLogs', 'login-logs', Key, () => import('../pages/system/LoginLogsPage.vue'), 'audit:read'),
      page('ops', 'ops', Operation, () => import('../pages/system/OpsPage.vue'), 'dead-event:read'),
    ],
  },
]

export const PAGES: readonly PageEntry[] = GROUPS.flatMap(({ pages }) => pages)
