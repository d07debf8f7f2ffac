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
      // The mini-programs choose a file by its target; the browser's stands for both.
      extensions: ['.h5.tsx', '.h5.ts', '.tsx', '.ts', '.mts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
    builtInModules: { add: ['node:test', 'node:sqlite'] },
  },
}
