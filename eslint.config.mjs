import tseslint from 'typescript-eslint';

// A later block replaces the options of an earlier one, so what several blocks share is named here.
const CLOCK_AND_CHANCE = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask the Clock port for the time: a verb reads it once.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask the Clock port for the time.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Nothing here is left to chance.',
  },
];
const LATER = {
  selector: ':matches(AwaitExpression, :function[async=true], ForOfStatement[await=true])',
  message: 'The domain is synchronous: what must be waited for is read by the verb and handed over.',
};
const CLIMBING = {
  regex: '^\\.\\./\\.\\./\\.\\.',
  message: 'Three floors up by dots is unreadable: write #domain/…, #storage/… and so on.',
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.data', '.tmp', 'coverage', '**/*.cjs', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Nest modules and DTOs are classes whose whole content is decorators.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Nest declares its bags of options as classes and wants them written as literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Marked so that it stands out; here it is only for an identity provider on the same machine, as in its test.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', name: 'allowInsecureRequests', package: 'openid-client' }] },
      ],
      // Constructor parameter types are metadata for Nest's injector: `import type` would erase them.
      '@typescript-eslint/consistent-type-imports': 'off',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-depth': ['error', 4],
    },
  },
  {
    files: ['src/**', 'test/**', 'migrations/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [CLIMBING] }] },
  },
  {
    files: ['src/**'],
    ignores: ['src/application/ports/system-clock.ts'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK_AND_CHANCE] },
  },
  {
    files: ['src/domain/**'],
    rules: { 'no-restricted-syntax': ['error', ...CLOCK_AND_CHANCE, LATER] },
  },
  {
    files: ['src/**'],
    ignores: ['src/config/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only src/config reads the environment, once, and checks it: take the setting as an argument.',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            CLIMBING,
            {
              regex: '^(node:)?process$',
              importNames: ['env'],
              message: 'Only src/config reads the environment, once, and checks it.',
            },
          ],
        },
      ],
    },
  },
  {
    // What the browser runs is plain JavaScript, outside tsconfig.
    files: ['src/http/assets/**/*.js'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { parserOptions: { projectService: false } },
  },
  {
    // A schema reads best whole, from its first table to its last.
    files: ['migrations/**'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['test/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': 'off', '@typescript-eslint/no-floating-promises': 'error' },
  },
);
