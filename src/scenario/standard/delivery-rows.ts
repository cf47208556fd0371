// The delivery table (RFC 6121 8.5.4) as rows of a scenario: one row for each condition, variant, address and type.

import type { AddressForm, DeliveryCondition, DeliveryRow } from '../../spec/delivery-table.ts';
import type { Row, TableRow } from './table-row.ts';

/** Columns for the sessions `balcony`, `chamber` and `cellar`: their presence. */
type Setting = Readonly<Record<'balcony' | 'chamber' | 'cellar', string>>;

const ABSENT = { balcony: 'absent', chamber: 'absent', cellar: 'absent' };
const CONNECTED = 'none';
const available = (priority: number): string => `<presence><priority>${priority}</priority></presence>`;

/** The variants of each condition. `plain` is the simplest one. */
const SETTINGS: Readonly<Record<DeliveryCondition, Readonly<Record<string, Setting>>>> = {
  'no-account': { plain: ABSENT },
  // Ruling R13: a resource that is connected but not available is not active.
  'no-active-resource': { plain: ABSENT, connected: { ...ABSENT, balcony: CONNECTED } },
  'negative-only': { plain: { ...ABSENT, balcony: available(-1) } },
  'one-non-negative': {
    plain: { ...ABSENT, balcony: available(0) },
    'beside-negative': { ...ABSENT, balcony: available(1), cellar: available(-1) },
    'beside-connected': { ...ABSENT, balcony: 'available', cellar: CONNECTED },
  },
  'several-non-negative': {
    plain: { ...ABSENT, balcony: available(1), chamber: available(1) },
    unequal: { ...ABSENT, balcony: available(5), chamber: available(1) },
    'beside-negative': { balcony: available(5), chamber: available(0), cellar: available(-1) },
  },
};

/** The addressee. A server may bind another resource than the one asked for (RFC 6120 7.7.2.1): the placeholder stands for that. */
function addressOf(to: AddressForm, { balcony }: Setting): string {
  if (to === 'bare') return '${juliet}';
  if (to === 'full-no-match') return '${juliet}/nowhere';
  return balcony === 'absent' ? '${juliet}/balcony' : '${juliet/balcony}';
}

/** The type attribute as sent, and the column of the table that applies (5.2.2: no type and unknown types are normal). */
const TYPES: Readonly<Record<string, { readonly typed: string; readonly column: string }>> = {
  normal: { typed: 'type="normal"', column: 'normal' },
  chat: { typed: 'type="chat"', column: 'chat' },
  groupchat: { typed: 'type="groupchat"', column: 'groupchat' },
  headline: { typed: 'type="headline"', column: 'headline' },
  error: { typed: 'type="error"', column: 'error' },
  none: { typed: '', column: 'normal' },
  unknown: { typed: 'type="whisper"', column: 'normal' },
};

/** The rows for all cells. In addition to the four types of the table: error, no type and an unknown type. */
export function deliveryRows(table: readonly DeliveryRow[]): readonly TableRow[] {
  return table.flatMap((row) =>
    Object.entries(SETTINGS[row.condition]).flatMap(([variant, setting]) =>
      Object.keys(TYPES).map((type) => toRow(row, { variant, setting, type })),
    ),
  );
}

interface Choice {
  readonly variant: string;
  readonly setting: Setting;
  readonly type: string;
}

function toRow({ id, condition, to }: DeliveryRow, { variant, setting, type }: Choice): TableRow {
  const { typed = '', column = type } = TYPES[type] ?? {};
  const name = variant === 'plain' ? condition : `${condition}.${variant}`;
  const hasAccount = condition !== 'no-account';
  const columns: Row = {
    ...setting,
    case: `${name},${to},${type}`,
    cell: `${id}/${column}`,
    condition: name.replaceAll('-', ' ').replace('.', ', '),
    to,
    type,
    typed,
    address: addressOf(to, setting),
    account: hasAccount ? 'fresh' : 'absent',
    hall: hasAccount ? 'available' : 'absent',
  };
  return { columns, cell: { table: 'delivery-table', row: id, column: type } };
}
