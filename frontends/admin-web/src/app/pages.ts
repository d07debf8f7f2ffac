import {
  Avatar,
  Bell,
  Box,
  Coin,
  CollectionTag,
  House,
  Key,
  List,
  LocationInformation,
  Lock,
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

/** Every page once: menu, routes, permissions and screenshots follow from this. */
export const GROUPS: readonly PageGroup[] = [
  {
    name: 'overview',
    pages: [
      {
        name: 'dashboard',
        path: 'dashboard',
        icon: Odometer,
        permission: 'order:statistics',
        load: () => import('../pages/dashboard/DashboardPage.vue'),
      },
    ],
  },
  {
    name: 'trade',
    pages: [
      {
        name: 'orders',
        path: 'orders',
        icon: List,
        permission: 'order:read',
        load: () => import('../pages/orders/OrdersPage.vue'),
      },
      {
        name: 'payments',
        path: 'payments',
        icon: Wallet,
        permission: 'payment:read',
        load: () => import('../pages/payments/PaymentsPage.vue'),
      },
      {
        name: 'refunds',
        path: 'refunds',
        icon: Coin,
        permission: 'refund:read',
        load: () => import('../pages/payments/RefundsPage.vue'),
      },
    ],
  },
  {
    name: 'goods',
    pages: [
      {
        name: 'products',
        path: 'products',
        icon: ShoppingBag,
        permission: 'product:read',
        load: () => import('../pages/products/ProductsPage.vue'),
      },
      {
        name: 'categories',
        path: 'categories',
        icon: CollectionTag,
        permission: 'product:read',
        load: () => import('../pages/products/CategoriesPage.vue'),
      },
      {
        name: 'inventories',
        path: 'inventories',
        icon: Box,
        permission: 'stock:read',
        load: () => import('../pages/inventory/InventoryPage.vue'),
      },
      {
        name: 'reservations',
        path: 'stock-reservations',
        icon: Lock,
        permission: 'stock:read',
        load: () => import('../pages/inventory/ReservationsPage.vue'),
      },
      {
        name: 'warehouses',
        path: 'warehouses',
        icon: House,
        permission: 'stock:read',
        load: () => import('../pages/inventory/WarehousesPage.vue'),
      },
    ],
  },
  {
    name: 'people',
    pages: [
      {
        name: 'users',
        path: 'users',
        icon: User,
        permission: 'user:read',
        load: () => import('../pages/users/UsersPage.vue'),
      },
      {
        name: 'merchants',
        path: 'merchants',
        icon: Shop,
        permission: 'merchant:read',
        load: () => import('../pages/users/MerchantsPage.vue'),
      },
      {
        name: 'leaders',
        path: 'leaders',
        icon: Avatar,
        permission: 'leader:read',
        load: () => import('../pages/users/LeadersPage.vue'),
      },
    ],
  },
  {
    name: 'places',
    pages: [
      {
        name: 'communities',
        path: 'communities',
        icon: OfficeBuilding,
        permission: 'community:read',
        load: () => import('../pages/places/CommunitiesPage.vue'),
      },
      {
        name: 'pickupPoints',
        path: 'pickup-points',
        icon: LocationInformation,
        permission: 'pickup-point:read',
        load: () => import('../pages/places/PickupPointsPage.vue'),
      },
      {
        name: 'slots',
        path: 'slots',
        icon: Timer,
        permission: 'slot:write',
        load: () => import('../pages/places/SlotsPage.vue'),
      },
      {
        name: 'fees',
        path: 'fees',
        icon: Operation,
        permission: 'fee-rule:write',
        load: () => import('../pages/places/FeesPage.vue'),
      },
    ],
  },
  {
    name: 'marketing',
    pages: [
      {
        name: 'coupons',
        path: 'coupons',
        icon: Tickets,
        permission: 'coupon:read',
        load: () => import('../pages/coupons/CouponsPage.vue'),
      },
      {
        name: 'messageLogs',
        path: 'message-logs',
        icon: Bell,
        permission: 'message-log:read',
        load: () => import('../pages/messages/MessageLogsPage.vue'),
      },
    ],
  },
  {
    name: 'system',
    pages: [
      {
        name: 'admins',
        path: 'admins',
        icon: UserFilled,
        permission: 'admin:read',
        load: () => import('../pages/system/AdminsPage.vue'),
      },
      {
        name: 'roles',
        path: 'roles',
        icon: Key,
        permission: 'role:read',
        load: () => import('../pages/system/RolesPage.vue'),
      },
      {
        name: 'auditLogs',
        path: 'audit-logs',
        icon: List,
        permission: 'audit:read',
        load: () => import('../pages/system/AuditLogsPage.vue'),
      },
      {
        name: 'loginLogs',
        path: 'login-logs',
        icon: Key,
        permission: 'audit:read',
        load: () => import('../pages/system/LoginLogsPage.vue'),
      },
      {
        name: 'ops',
        path: 'ops',
        icon: Operation,
        permission: 'dead-event:read',
        load: () => import('../pages/system/OpsPage.vue'),
      },
    ],
  },
]

export const PAGES: readonly PageEntry[] = GROUPS.flatMap(({ pages }) => pages)
