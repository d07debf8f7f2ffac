/** The whiteboard of imports (architecture.md §7) as rules. */
module.exports = {
  forbidden: [
    ...require('./packages/dev/whiteboard/between-packages.cjs'),
    ...require('./packages/dev/whiteboard/inside-services.cjs'),
    ...require('./packages/dev/whiteboard/hygiene.cjs'),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/src/generated/', '^proto/gen/'] },
    exclude: { path: '(^|/)(dist|coverage|\\.local|fixtures)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
    builtInModules: { add: ['node:test', 'node:sqlite'] },
  },
}
