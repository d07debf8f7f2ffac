import { defineErrors } from '@linli/core'

/** Codes 1200–1299. */
export const ProductErrors = defineErrors({
  PRODUCT_NOT_FOUND: [1201, 'not_found', '商品不存在', 'Product not found'],
  SKU_NOT_FOUND: [1202, 'not_found', '规格不存在', 'SKU not found'],
  CATEGORY_NOT_FOUND: [1203, 'not_found', '分类不存在', 'Category not found'],
  CATEGORY_TOO_DEEP: [1204, 'rule', '分类最多三级', 'Categories have at most three levels'],
  CATEGORY_NOT_EMPTY: [
    1205,
    'rule',
    '分类下还有商品或子分类，不能删除',
    'Only an empty category can be deleted',
  ],
  CATEGORY_NAME_TAKEN: [1206, 'conflict', '同级分类已有相同名称', 'A sibling has this name already'],
  CATEGORY_NOT_LEAF: [
    1207,
    'rule',
    '商品只能放在末级分类',
    'Products belong into a category without children',
  ],
  SPEC_DUPLICATE: [1210, 'invalid', '规格组合重复', 'Two SKUs have the same specification'],
  SKU_CODE_TAKEN: [1211, 'conflict', '规格编码已被使用', 'The SKU code is in use already'],
  PRODUCT_INCOMPLETE: [1212, 'rule', '商品资料不完整：{missing}', 'The product is incomplete: {missing}'],
  PRODUCT_IN_USE: [
    1213,
    'rule',
    '仍有未完成的订单，不能删除',
    'Orders that are not finished still refer to it',
  ],
  SCHEDULE_INVALID: [1214, 'invalid', '定时上下架时间无效', 'The schedule is not valid'],
  RESERVATION_NOT_FOUND: [1220, 'not_found', '没有该订单的库存预留', 'No stock was reserved for this order'],
  STOCK_INSUFFICIENT: [1221, 'rule', '可用库存不足', 'Not enough stock'],
  INVENTORY_NOT_FOUND: [1222, 'not_found', '该仓库没有此商品', 'The warehouse does not hold this SKU'],
  WAREHOUSE_NOT_FOUND: [1223, 'not_found', '仓库不存在', 'Warehouse not found'],
  WAREHOUSE_CODE_TAKEN: [1224, 'conflict', '仓库编码已被使用', 'The warehouse code is in use already'],
  UPLOAD_NOT_FOUND: [1230, 'not_found', '图片不存在或未上传', 'The file was not uploaded'],
  UPLOAD_REFUSED: [1231, 'rule', '文件不符合要求：{reason}', 'The file is refused: {reason}'],
  UPLOAD_TYPE_REFUSED: [
    1232,
    'invalid',
    '不支持的文件类型或大小',
    'This type or size of file is not accepted',
  ],
  STORAGE_UNAVAILABLE: [1233, 'unavailable', '文件服务暂时不可用', 'Object storage is unavailable'],
  RECOMMENDATION_NOT_FOUND: [1240, 'not_found', '推荐不存在', 'Recommendation not found'],
  RECOMMENDATION_TAKEN: [1241, 'conflict', '该商品已在此推荐位', 'The product is in this slot already'],
})
