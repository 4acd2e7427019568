/** The layers of the house, from the ground up. A module imports from lower lines only; names on one line are strangers. */
const LAYERS = [
  ['kernel'],
  ['config'],
  ['database', 'observability'],
  ['auth'],
  ['threads', 'providers', 'limits'],
  ['agents'],
  ['search', 'runs'],
  ['streaming'],
  ['surfaces', 'admin'],
];

const lookDownOnly = LAYERS.flatMap((layer, level) =>
  layer.map((name) => {
    const forbidden = [...layer.filter((peer) => peer !== name), ...LAYERS.slice(level + 1).flat()];
    return {
      name: `${name}-looks-down`,
      comment: `${name} may import only from layers below it: what is above must stay replaceable.`,
      severity: 'error',
      from: { path: `^src/${name}/` },
      to: { path: [`^src/(${forbidden.join('|') || '$none'})/`, '^src/[^/]+\\.ts$'] },
    };
  }),
);

module.exports = {
  forbidden: [
    ...lookDownOnly,
    {
      name: 'no-cycles',
      comment: 'A cycle is a missing third module.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'surfaces-are-strangers',
      comment: 'Each surface is a contract of its own; what two need lives in shared/ or below.',
      severity: 'error',
      from: { path: '^src/surfaces/([^/]+)/' },
      to: { path: '^src/surfaces/([^/]+)/', pathNot: '^src/surfaces/($1|shared)/' },
    },
    {
      name: 'kernel-is-plain',
      comment: 'The kernel is plain TypeScript: no framework may creep into what everything rests on.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: 'node_modules/(@nestjs|typeorm|express|pino)' },
    },
    {
      name: 'http-stays-at-the-edge',
      comment: 'Nothing below the surfaces knows Express, a socket server or a route.',
      severity: 'error',
      from: { path: '^src/(?!surfaces/|admin/|[^/]+\\.ts$)' },
      to: { path: 'node_modules/(express|ws|@nestjs/(platform-|swagger))' },
    },
    {
      name: 'migrations-are-frozen',
      comment: 'A shipped migration must not change with the code: it knows the column words and nothing else.',
      severity: 'error',
      from: { path: '^migrations/' },
      to: { path: '^src/' },
    },
    {
      name: 'no-tests-in-code',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node'],
    },
  },
};
