import { readFileSync } from 'node:fs';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { Button } from '#http/ui/button';
import { Checkboxes } from '#http/ui/checkboxes';
import { Details } from '#http/ui/details';
import { ErrorSummary } from '#http/ui/error-summary';
import { FieldsetFrame } from '#http/ui/fieldset';
import { FileInput } from '#http/ui/file-input';
import { InsetText } from '#http/ui/inset-text';
import { NotificationBanner } from '#http/ui/notification-banner';
import { Pagination } from '#http/ui/pagination';
import { Panel } from '#http/ui/panel';
import { Radios } from '#http/ui/radios';
import { Select } from '#http/ui/select';
import { SummaryList } from '#http/ui/summary-list';
import { Table } from '#http/ui/table';
import { Tag } from '#http/ui/tag';
import { Textarea } from '#http/ui/textarea';
import { TextInput } from '#http/ui/text-input';
import { WarningText } from '#http/ui/warning-text';
import { piecesOf } from '../../support/html';

/** What the fixtures hand to the library's own templates, as far as we have it too. */
interface Options {
  readonly id?: string;
  readonly name?: string;
  readonly value?: string | number;
  readonly values?: readonly string[];
  readonly label?: { readonly text: string };
  readonly hint?: { readonly text: string };
  readonly errorMessage?: { readonly text: string };
  readonly fieldset?: { readonly legend: { readonly text: string } };
  readonly legend?: { readonly text: string };
  readonly items?: readonly Item[];
  readonly classes?: string;
  readonly suffix?: { readonly text: string };
  readonly inputmode?: 'decimal';
  readonly autocomplete?: string;
  readonly rows?: readonly Row[];
  readonly maxlength?: number;
  readonly multiple?: boolean;
  readonly text?: string;
  readonly href?: string;
  readonly titleText?: string;
  readonly titleId?: string;
  readonly type?: string;
  readonly summaryText?: string;
  readonly open?: boolean;
  readonly caption?: string;
  readonly head?: readonly Cell[];
  readonly previous?: { readonly href: string };
  readonly next?: { readonly href: string };
  readonly errorList?: readonly { readonly text: string; readonly href?: string }[];
}

interface Item {
  readonly value: string | number;
  readonly text: string;
  readonly hint?: { readonly text: string };
  readonly conditional?: { readonly html: string };
}

interface Cell {
  readonly text: string | number;
  readonly format?: string;
}

type Row = readonly Cell[] & {
  readonly key: { readonly text: string };
  readonly value: { readonly text: string };
  readonly actions?: {
    readonly items: readonly { readonly href: string; readonly text: string; readonly visuallyHiddenText: string }[];
  };
};

interface Fixture {
  readonly name: string;
  readonly options: Options;
  readonly html: string;
}

const FIELD = ['id', 'name', 'label.text', 'hint.text', 'errorMessage.text', 'value'];
const CHOICE = ['items.value', 'items.text', 'items.hint.text', 'items.conditional.html', 'fieldset.legend.text'];

/** One component: which options of the fixtures it has, how they are written here, in which words it speaks instead. */
interface Comparison {
  readonly component: string;
  readonly has: readonly string[];
  readonly fits?: (options: Options) => boolean;
  readonly made: (options: Options) => JSX.Element;
  readonly words?: (options: Options) => readonly (readonly [theirs: string, ours: string])[];
  /** Fixtures that are compared at the least: a comparison of nothing would always succeed. */
  readonly atLeast: number;
}

const field = ({ id, name = '', label, hint, errorMessage, value }: Options) => ({
  id: id ?? name,
  name,
  label: label?.text ?? '',
  ...(hint === undefined ? {} : { hint: hint.text }),
  ...(errorMessage === undefined ? {} : { error: errorMessage.text }),
  ...(value === undefined ? {} : { value: String(value) }),
});
const RAW = 'what the page puts there';
const choices = ({ items = [] }: Options) =>
  items.map(({ value, text, hint, conditional }) => ({
    value: String(value),
    label: text,
    ...(hint === undefined ? {} : { hint: hint.text }),
    ...(conditional === undefined ? {} : { conditional: RAW }),
  }));
const without = <T extends object>(value: T, ...names: readonly (keyof T)[]): T =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name as keyof T))) as T;
const WIDTHS = [2, 3, 4, 5, 10, 20] as const;
const cells = (row: readonly Cell[]) => row.map(({ text }) => text);
const ERROR = () => [['Error:', 'Erreur :']] as const;

const COMPARISONS: readonly Comparison[] = [
  {
    component: 'input',
    has: [...FIELD, 'suffix.text', 'inputmode', 'autocomplete', 'classes'],
    fits: ({ classes = 'govuk-input--width-10' }) => /^govuk-input--width-(2|3|4|5|10|20)$/.test(classes),
    made: (options) => {
      const width = WIDTHS.find((one) => options.classes?.endsWith(`-${String(one)}`) === true);
      return (
        <TextInput
          {...field(options)}
          {...(width === undefined ? {} : { width })}
          {...(options.suffix === undefined ? {} : { suffix: options.suffix.text })}
          {...(options.inputmode === undefined ? {} : { inputMode: options.inputmode })}
          {...(options.autocomplete === undefined ? {} : { autocomplete: options.autocomplete })}
        />
      );
    },
    words: ERROR,
    atLeast: 12,
  },
  {
    component: 'textarea',
    has: FIELD,
    made: (options) => <Textarea {...field(options)} rows={5} />,
    words: ERROR,
    atLeast: 6,
  },
  {
    component: 'character-count',
    has: [...FIELD, 'maxlength'],
    fits: ({ maxlength }) => maxlength !== undefined,
    made: (options) => <Textarea {...field(options)} rows={5} maxLength={options.maxlength ?? 0} />,
    words: ({ maxlength = 0 }) => [
      [`You can enter up to ${String(maxlength)} characters`, `${String(maxlength)} caractères au plus`],
      ...ERROR(),
    ],
    atLeast: 5,
  },
  {
    component: 'select',
    has: [...FIELD, 'items.value', 'items.text'],
    fits: ({ items = [] }) => items.every((item) => pathsOf(item).includes('value')),
    made: (options) => (
      <Select
        {...field(options)}
        options={(options.items ?? []).map(({ value, text }) => ({ value: String(value), text }))}
      />
    ),
    words: ERROR,
    atLeast: 4,
  },
  {
    component: 'file-upload',
    has: [...FIELD.filter((name) => name !== 'value'), 'multiple'],
    made: (options) => <FileInput {...field(options)} multiple={options.multiple === true} />,
    words: ERROR,
    atLeast: 6,
  },
  {
    component: 'radios',
    has: ['name', 'idPrefix', 'value', 'hint.text', 'errorMessage.text', ...CHOICE],
    fits: (options) => options.fieldset !== undefined && prefixIsName(options),
    made: (options) => (
      <Radios
        {...without(field(options), 'id')}
        legend={options.fieldset?.legend.text ?? ''}
        options={choices(options)}
      />
    ),
    words: ERROR,
    atLeast: 5,
  },
  {
    component: 'checkboxes',
    has: ['name', 'idPrefix', 'values', 'hint.text', 'errorMessage.text', ...CHOICE],
    fits: (options) =>
      prefixIsName(options) &&
      (options.items ?? []).every(({ conditional }) => conditional?.html !== (false as unknown)),
    made: (options) => (
      <Checkboxes
        {...without(field(options), 'id')}
        {...(options.fieldset === undefined ? {} : { legend: options.fieldset.legend.text })}
        options={choices(options)}
        values={options.values ?? []}
      />
    ),
    words: ERROR,
    atLeast: 6,
  },
  {
    component: 'fieldset',
    has: ['legend.text', 'describedBy'],
    made: (options) => (
      <FieldsetFrame
        legend={options.legend?.text ?? ''}
        {...('describedBy' in options ? { 'aria-describedby': String(options.describedBy) } : {})}
      >
        {null}
      </FieldsetFrame>
    ),
    atLeast: 3,
  },
  {
    component: 'button',
    has: ['text', 'href', 'name', 'value', 'classes', 'preventDoubleClick'],
    fits: (options) =>
      /^(govuk-button--(secondary|warning))?$/.test(options.classes ?? '') &&
      ('preventDoubleClick' in options ? options.preventDoubleClick === true : options.href !== undefined),
    made: ({ text, href, classes }) => (
      <Button
        {...(href === undefined ? {} : { href })}
        {...(classes === undefined ? {} : { variant: classes.includes('warning') ? 'warning' : 'secondary' })}
      >
        {text}
      </Button>
    ),
    atLeast: 3,
  },
  {
    component: 'details',
    has: ['summaryText', 'text', 'open'],
    made: ({ summaryText, text, open }) => (
      <Details summary={summaryText} open={open === true}>
        {text}
      </Details>
    ),
    atLeast: 3,
  },
  {
    component: 'summary-list',
    has: [
      'rows.key.text',
      'rows.value.text',
      'rows.actions.items.href',
      'rows.actions.items.text',
      'rows.actions.items.visuallyHiddenText',
    ],
    fits: ({ rows = [] }) =>
      rows.every(
        (row) => pathsOf(row).includes('key.text') && (row.actions?.items ?? []).every(({ text }) => text === 'Change'),
      ),
    made: ({ rows = [] }) => (
      <SummaryList
        rows={rows.map(({ key, value, actions }) => ({
          key: key.text,
          value: value.text,
          ...changeOf(actions?.items[0]),
        }))}
      />
    ),
    words: () => [['Change', 'Modifier']],
    atLeast: 1,
  },
  {
    component: 'pagination',
    has: ['previous.href', 'next.href'],
    made: ({ previous, next }) => <Pagination previous={previous?.href} next={next?.href} label="Pagination" />,
    words: () => [
      ['Previous', 'Page précédente'],
      ['Next', 'Page suivante'],
      ['<span class="govuk-visually-hidden">\npage\n</span>', ''],
    ],
    atLeast: 3,
  },
  {
    component: 'panel',
    has: ['titleText', 'text'],
    made: ({ titleText = '', text }) => <Panel title={titleText}>{text}</Panel>,
    atLeast: 1,
  },
  {
    component: 'tag',
    has: ['text', 'classes'],
    fits: ({ classes }) => /^(govuk-tag--(grey|green|yellow|red|purple))?$/.test(classes ?? ''),
    made: ({ text, classes }) => (
      <Tag {...(classes === undefined ? {} : { tone: classes.replace('govuk-tag--', '') as 'grey' })}>{text}</Tag>
    ),
    atLeast: 7,
  },
  {
    component: 'warning-text',
    has: ['text', 'iconFallbackText'],
    fits: ({ text }) => text !== undefined,
    made: ({ text }) => <WarningText>{text}</WarningText>,
    words: () => [['Warning', 'Attention']],
    atLeast: 3,
  },
  {
    component: 'inset-text',
    has: ['text'],
    made: ({ text }) => <InsetText>{text}</InsetText>,
    atLeast: 2,
  },
  {
    component: 'error-summary',
    has: ['titleText', 'errorList.text', 'errorList.href'],
    fits: ({ errorList = [] }) => errorList.length > 0 && errorList.every(({ href }) => href !== undefined),
    made: ({ errorList = [] }) => (
      <ErrorSummary errors={errorList.map(({ text, href = '' }) => ({ field: href.slice(1), message: text }))} />
    ),
    words: ({ errorList = [] }) => [
      [
        'There is a problem',
        errorList.length === 1 ? 'Un point est à revoir' : `${String(errorList.length)} points sont à revoir`,
      ],
    ],
    atLeast: 2,
  },
  {
    component: 'notification-banner',
    has: ['titleText', 'text', 'type', 'titleId'],
    fits: ({ type = 'success' }) => type === 'success',
    made: ({ titleText, text, type, titleId }) => (
      <NotificationBanner
        title={titleText ?? (type === 'success' ? 'Success' : 'Important')}
        id={titleId ?? 'govuk-notification-banner-title'}
        success={type === 'success'}
      >
        {text}
      </NotificationBanner>
    ),
    atLeast: 6,
  },
  {
    component: 'table',
    has: ['head.text', 'head.format', 'rows.text', 'rows.format'],
    fits: ({ head, rows = [] }) => head !== undefined && rows.every(Array.isArray),
    made: ({ head = [], rows = [] }) => (
      <Table
        caption=""
        empty=""
        columns={head.map(({ text, format }) => ({ label: String(text), numeric: format === 'numeric' }))}
        rows={rows.map(cells)}
      />
    ),
    atLeast: 2,
  },
];

function prefixIsName(options: Options): boolean {
  return !('idPrefix' in options) || options.idPrefix === options.name;
}

function changeOf(action: { readonly href: string; readonly visuallyHiddenText: string } | undefined) {
  return action === undefined ? {} : { change: { href: action.href, what: action.visuallyHiddenText } };
}

/** `items.hint.text`: where values stand in the options, whatever the place in a list. */
function pathsOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => pathsOf(one, path));
  if (typeof value !== 'object' || value === null) return value === undefined ? [] : [path];
  return Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, path === '' ? name : `${path}.${name}`));
}

const fixturesOf = (component: string): readonly Fixture[] =>
  (
    JSON.parse(
      readFileSync(`node_modules/govuk-frontend/dist/govuk/components/${component}/fixtures.json`, 'utf8'),
    ) as { fixtures: readonly Fixture[] }
  ).fixtures;

/** Ours tells roles and the labels of cards besides, and stands in a frame. */
const OURS = /^<caption [^>]*>$|^<\/caption>$/;
const EXTRA = / data-label="[^"]*"| role="(table|rowgroup|row|columnheader|cell)"/g;

function ours(element: JSX.Element): string {
  const html = renderToString(element);
  return piecesOf(/<table.*<\/table>/s.exec(html)?.[0] ?? html)
    .filter((piece) => !OURS.test(piece))
    .map((piece) => piece.replaceAll(EXTRA, ''))
    .join('\n');
}

function theirs({ html, options }: Fixture, words: NonNullable<Comparison['words']>): string {
  const raw = (options.items ?? []).flatMap(({ conditional }) =>
    conditional === undefined ? [] : [[piecesOf(conditional.html).join('\n'), RAW] as const],
  );
  return [...words(options), ...raw]
    .reduce(
      (text, [from, to]) => text.replaceAll(`\n${from}\n`, to === '' ? '\n' : `\n${to}\n`),
      `\n${piecesOf(html).join('\n')}\n`,
    )
    .trim();
}

describe.each(COMPARISONS)('$component', ({ component, has, fits = () => true, made, words = () => [], atLeast }) => {
  const compared = fixturesOf(component).filter(
    ({ options }) => pathsOf(options).every((path) => has.includes(path)) && fits(options),
  );

  it(`has at least ${String(atLeast)} fixtures that say something about ours`, () => {
    expect(compared.length).toBeGreaterThanOrEqual(atLeast);
  });

  it.each(compared.map((fixture) => [fixture.name, fixture] as const))(
    'is what the library makes of « %s »',
    (_name, fixture) => {
      expect(ours(made(fixture.options))).toBe(theirs(fixture, words));
    },
  );
});
