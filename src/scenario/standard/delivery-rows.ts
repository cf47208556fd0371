// The rows of the delivery table (RFC 6121 8.5.4) as rows of a scenario: each condition set up in each way it can be.

import type { AddressForm, DeliveryCondition, DeliveryRow } from '../../spec/delivery-table.ts';
import type { Row, TableRow } from './table-row.ts';

/** Columns for the sessions `balcony`, `chamber` and `cellar`: their presence. */
type Setting = Readonly<Record<'balcony' | 'chamber' | 'cellar', string>>;

const ABSENT = { balcony: 'absent', chamber: 'absent', cellar: 'absent' };
const CONNECTED = 'none';
const available = (priority: number): string => `<presence><priority>${priority}</priority></presence>`;

/** The ways to bring a condition about; the first is the plain one, the others are named after what is special. */
const SETTINGS: Readonly<Record<DeliveryCondition, Readonly<Record<string, Setting>>>> = {
  'no-account': { plain: ABSENT },
  // Connected but not available counts as no active resource (ruling R13).
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

const RESOURCES: Readonly<Record<AddressForm, string>> = {
  bare: '',
  full: '/balcony',
  'full-match': '/balcony',
  'full-no-match': '/nowhere',
};

/** What is sent, by the column of the table, and the column whose rule holds (5.2.2: none and unknown are normal). */
const TYPES: Readonly<Record<string, { readonly typed: string; readonly column: string }>> = {
  normal: { typed: 'type="normal"', column: 'normal' },
  chat: { typed: 'type="chat"', column: 'chat' },
  groupchat: { typed: 'type="groupchat"', column: 'groupchat' },
  headline: { typed: 'type="headline"', column: 'headline' },
  error: { typed: 'type="error"', column: 'error' },
  none: { typed: '', column: 'normal' },
  unknown: { typed: 'type="whisper"', column: 'normal' },
};

/** Every cell, with type error, no type and an unknown type beside the four of the standard. */
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
  const isThere = condition !== 'no-account';
  const columns: Row = {
    ...setting,
    case: `${name},${to},${type}`,
    cell: `${id}/${column}`,
    condition: name.replaceAll('-', ' ').replace('.', ', '),
    to,
    type,
    typed,
    resource: RESOURCES[to],
    account: isThere ? 'fresh' : 'absent',
    hall: isThere ? 'available' : 'absent',
  };
  return { columns, cell: { table: 'delivery-table', row: id, column: type } };
}
