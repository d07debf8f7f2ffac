/** Key, name, picture, children. Products hang on the third level only. */
export const CATEGORY_TREE = [
  [
    'vegetables',
    '新鲜蔬菜',
    'leafy-green',
    [
      [
        'leafy',
        '叶菜',
        'leafy-green',
        [
          ['greens', '青菜菜心', 'leafy-green'],
          ['cabbage', '白菜甘蓝', 'leafy-green'],
          ['lettuce', '生菜油麦', 'salad'],
          ['spinach-group', '菠菜苋菜', 'leafy-green'],
          ['aromatic-herb', '葱香调味', 'herb'],
        ],
      ],
      [
        'roots',
        '根茎',
        'carrot',
        [
          ['tuber', '薯芋山药', 'potato'],
          ['radish', '萝卜', 'carrot'],
          ['allium', '葱姜蒜', 'onion'],
          ['aquatic-root', '莲藕竹笋', 'lotus'],
        ],
      ],
      [
        'fruiting',
        '茄果瓜类',
        'tomato',
        [
          ['tomato-group', '番茄', 'tomato'],
          ['pepper-eggplant', '椒类茄子', 'bell-pepper'],
          ['gourd', '瓜类', 'cucumber'],
          ['corn-pumpkin', '玉米南瓜', 'corn'],
        ],
      ],
      [
        'fungi-beans',
        '菌菇豆花',
        'mushroom',
        [
          ['mushroom-group', '菌菇', 'mushroom'],
          ['bean-sprout', '豆类豆芽', 'pea-pod'],
          ['flower-veg', '花菜', 'broccoli'],
        ],
      ],
    ],
  ],
  [
    'fruit',
    '时令水果',
    'strawberry',
    [
      [
        'citrus',
        '柑橘柚柠',
        'tangerine',
        [
          ['orange', '橙橘', 'tangerine'],
          ['pomelo-lemon', '柚子柠檬', 'lemon'],
        ],
      ],
      [
        'pome',
        '苹果梨',
        'apple',
        [
          ['apple-group', '苹果', 'apple'],
          ['pear-group', '梨', 'pear'],
        ],
      ],
      [
        'berries',
        '浆果核果',
        'grapes',
        [
          ['berry-group', '草莓蓝莓', 'strawberry'],
          ['stone-fruit', '桃与车厘子', 'cherries'],
          ['grape-group', '葡萄提子', 'grapes'],
          ['kiwi-group', '猕猴桃', 'kiwi'],
        ],
      ],
      [
        'tropical',
        '热带水果',
        'mango',
        [
          ['banana-mango', '香蕉芒果', 'banana'],
          ['pineapple-coconut', '菠萝椰子牛油果', 'pineapple'],
        ],
      ],
      ['melons', '西瓜蜜瓜', 'watermelon', [['melon-group', '西瓜蜜瓜', 'watermelon']]],
    ],
  ],
  [
    'meat',
    '肉禽蛋',
    'cut-of-meat',
    [
      [
        'pork',
        '猪肉',
        'bacon',
        [
          ['pork-cut', '鲜切猪肉', 'bacon'],
          ['pork-bone', '排骨蹄髈', 'meat-on-bone'],
          ['pork-mince-group', '肉糜肉丸', 'oden'],
        ],
      ],
      [
        'beef-lamb',
        '牛羊肉',
        'cut-of-meat',
        [
          ['beef-group', '牛肉', 'cut-of-meat'],
          ['lamb-group', '羊肉', 'meat-on-bone'],
        ],
      ],
      [
        'poultry',
        '鸡鸭',
        'poultry-leg',
        [
          ['chicken-group', '鸡肉', 'chicken'],
          ['duck-group', '鸭肉', 'duck'],
        ],
      ],
      [
        'eggs',
        '蛋品',
        'egg',
        [
          ['hen-egg', '鸡蛋', 'egg'],
          ['other-egg', '鸭蛋鹌鹑蛋', 'egg'],
        ],
      ],
    ],
  ],
  [
    'seafood',
    '水产海鲜',
    'fish',
    [
      [
        'fish-group',
        '鱼类',
        'fish',
        [
          ['freshwater-fish', '淡水鱼', 'fish'],
          ['sea-fish', '海鱼', 'sushi'],
        ],
      ],
      [
        'crustaceans',
        '虾蟹',
        'shrimp',
        [
          ['shrimp-group', '虾类', 'shrimp'],
          ['crab-group', '蟹类', 'crab'],
        ],
      ],
      [
        'molluscs',
        '贝类软体',
        'oyster',
        [
          ['shellfish-group', '贝类', 'shell'],
          ['cephalopod-group', '鱿鱼章鱼', 'squid'],
        ],
      ],
    ],
  ],
  [
    'dairy-bakery',
    '乳品烘焙',
    'milk',
    [
      [
        'dairy',
        '乳品',
        'milk',
        [
          ['milk-group', '牛奶', 'milk'],
          ['yogurt-group', '酸奶', 'milk'],
          ['cheese-butter', '奶酪黄油', 'cheese'],
        ],
      ],
      [
        'bakery',
        '烘焙',
        'bread',
        [
          ['bread-group', '面包', 'bread'],
          ['cake-group', '蛋糕甜点', 'cake'],
        ],
      ],
    ],
  ],
  [
    'ready',
    '豆制品速食',
    'dumpling',
    [
      [
        'soy',
        '豆制品',
        'beans',
        [
          ['tofu-group', '豆腐', 'beans'],
          ['bean-curd', '豆干千张', 'beans'],
        ],
      ],
      [
        'frozen',
        '速冻面点',
        'dumpling',
        [
          ['frozen-dumpling', '水饺馄饨汤圆', 'dumpling'],
          ['frozen-bun', '包子饼类', 'flatbread'],
        ],
      ],
      ['deli', '熟食预制', 'chicken', [['braised-group', '卤味杭帮菜', 'chicken']]],
      ['ice', '冰品', 'ice-cream', [['ice-cream-group', '冰淇淋棒冰', 'ice-cream']]],
    ],
  ],
  [
    'pantry',
    '粮油调味',
    'rice',
    [
      [
        'staples',
        '米面杂粮',
        'rice',
        [
          ['rice-group', '大米杂粮', 'rice'],
          ['noodle-group', '面条面粉', 'noodles'],
        ],
      ],
      ['oils', '食用油', 'olive', [['oil-group', '食用油', 'olive']]],
      [
        'seasoning',
        '调味品',
        'salt',
        [
          ['sauce-group', '酱油醋料酒', 'jar'],
          ['salt-sugar', '盐糖蜂蜜', 'salt'],
        ],
      ],
      ['dry', '南北干货', 'mushroom', [['dried-goods', '干货', 'mushroom']]],
    ],
  ],
  [
    'drinks-snacks',
    '饮料零食',
    'juice-box',
    [
      [
        'beverages',
        '饮品酒水',
        'juice-box',
        [
          ['water-group', '饮用水', 'droplet'],
          ['juice-group', '果汁椰水', 'juice-box'],
          ['tea-group', '茶叶', 'teacup'],
          ['alcohol-group', '啤酒', 'beer'],
        ],
      ],
      [
        'snacks',
        '休闲零食',
        'cookie',
        [
          ['nut-group', '坚果炒货', 'peanuts'],
          ['biscuit-group', '饼干糕点', 'cookie'],
        ],
      ],
    ],
  ],
] as const
