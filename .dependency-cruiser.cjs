/** In the order in which modules may know each other: a module imports only those above it. */
const MODULES = [
  'identity',
  'caisses',
  'people',
  'ledger',
  'contributions',
  'allocations',
  'accreditation',
  'payments',
  'resident',
  'life',
  'settlements',
  'treasury',
  'welcome',
  'simulation',
  'directory',
  'documents',
  'groups',
  'meetings',
  'polls',
  'learning',
  'mobilisation',
  'funding',
  'network',
  'calendar',
  'site',
  'newsletter',
  'search',
  'opening',
  'retention',
  'home',
]

const later = (name) => MODULES.slice(MODULES.indexOf(name) + 1)

module.exports = {
  forbidden: [
    ...MODULES.filter((name) => later(name).length > 0).map((name) => ({
      name: `${name}-knows-only-earlier-modules`,
      severity: 'error',
      // Tests may open a whole caisse with the builders of later modules.
      from: { path: `^src/modules/${name}/`, pathNot: '\\.test\\.tsx?$' },
      to: { path: `^src/modules/(${later(name).join('|')})/` },
    })),
    {
      name: 'kit-and-db-know-no-module',
      severity: 'error',
      from: { path: '^src/(kit|db)/' },
      to: { path: '^src/(modules|demo|cli)/' },
    },
    {
      name: 'rules-do-no-io',
      comment: 'rules are pure: pages, actions, the command line and browsers ask them alike',
      severity: 'error',
      from: { path: '^src/modules/[^/]+/rules(/|\\.ts$)', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^src/db/|^src/modules/[^/]+/(store|actions|pages)|^node:(fs|net|http)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'modules-are-listed',
      comment: 'a folder of src/modules that the order does not name',
      severity: 'error',
      from: {},
      to: { path: '^src/modules/', pathNot: `^src/modules/(${MODULES.join('|')})/` },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-hono-jsx', severity: 'error', from: {}, to: { path: 'hono/(dist/)?jsx' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
}
