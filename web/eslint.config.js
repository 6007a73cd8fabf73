import boundaries from 'eslint-plugin-boundaries';
import tseslint from 'typescript-eslint';

const may = (from, to) => ({
  from: { element: { type: from } },
  allow: to.map((type) => ({ to: { element: { type } } })),
});

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'protocol/src/index.ts'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: { allowDefaultProject: ['*.js', '*.mjs'] } },
    },
    rules: {
      // the workbench's packages declare the same enums more than once
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    // WebUSB's results are classes of the browser; a simulated board has plain objects
    files: ['flash/test/**'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    plugins: { boundaries },
    settings: {
      'boundaries/include': ['**/src/**/*.ts'],
      'boundaries/elements': [
        { type: 'protocol', pattern: 'protocol/src' },
        { type: 'common', pattern: 'common/src' },
        { type: 'flash', pattern: 'flash/src' },
        { type: 'ide', pattern: 'ide/src' },
        { type: 'site', pattern: 'site/src' },
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            may('protocol', ['protocol']),
            may('common', ['common', 'protocol']),
            may('flash', ['flash']),
            may('ide', ['ide', 'common', 'flash', 'protocol']),
            may('site', ['site', 'common', 'protocol']),
          ],
        },
      ],
    },
  },
);
