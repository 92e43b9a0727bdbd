import {
  loadNumberingTables,
  type NumberingTable,
  type NumberingTables,
  type NumberRange,
} from './numbering-tables.ts';

/** What the numbering plans say of a number. */
export interface PlannedNumber {
  /** ISO 3166-1. */
  readonly country: string;
  /** Whether people have such numbers in their phones: all others cost extra, are answered by machines, or reach nobody. */
  readonly isPersonal: boolean;
}

/** The kinds of numbers, in the order in which the library looks for a number: the first that has it is its kind. */
const kinds = [
  { isPersonal: false, rangeOf: (table) => table.getPremiumRateOrDefault() },
  { isPersonal: false, rangeOf: (table) => table.getTollFreeOrDefault() },
  { isPersonal: false, rangeOf: (table) => table.getSharedCostOrDefault() },
  { isPersonal: true, rangeOf: (table) => table.getVoipOrDefault() },
  { isPersonal: false, rangeOf: (table) => table.getPersonalNumberOrDefault() },
  { isPersonal: false, rangeOf: (table) => table.getPagerOrDefault() },
  { isPersonal: false, rangeOf: (table) => table.getUanOrDefault() },
  { isPersonal: false, rangeOf: (table) => table.getVoicemailOrDefault() },
  { isPersonal: true, rangeOf: (table) => table.getFixedLineOrDefault() },
  { isPersonal: true, rangeOf: (table) => table.getMobileOrDefault() },
] as const satisfies readonly { isPersonal: boolean; rangeOf: (table: NumberingTable) => NumberRange }[];

/** Whether all digits after the calling code are a number of some kind. */
type Matcher = (national: string) => boolean;

interface Plan {
  readonly country: string;
  readonly leadingDigits: RegExp | undefined;
  readonly hasNumber: Matcher;
  readonly ranges: readonly { readonly isPersonal: boolean; readonly hasNumber: Matcher }[];
}

/**
 * Looks a number up in the numbering plans of the countries that share its calling code. The tables are loaded for the
 * first.
 *
 * @param number in E.164, with the plus sign
 * @returns `undefined` when no plan of a country has it
 */
export function findInPlans(number: string): PlannedNumber | undefined {
  find ??= openPlans(loadNumberingTables());
  return find(number);
}

let find: ReturnType<typeof openPlans> | undefined;

/**
 * Makes a look-up by `tables`. Plans are read when the first number with their calling code comes.
 *
 * The library's own look-up finds the same, but compiles each regular expression anew for each number, which costs a
 * hundred times as much; and it drops a trunk prefix, as in `+44 0…`, that is no part of a number in E.164.
 */
export function openPlans(tables: NumberingTables): (number: string) => PlannedNumber | undefined {
  const callingCodes = new Set(tables.getSupportedCallingCodes().map(String));
  const plans = new Map<string, readonly Plan[]>();
  return (number) => {
    const end = [2, 3, 4].find((index) => callingCodes.has(number.slice(1, index)));
    if (end === undefined) return undefined;
    const callingCode = number.slice(1, end);
    const known = plans.get(callingCode) ?? readPlans(callingCode, tables);
    plans.set(callingCode, known);
    return findAmong(known, number.slice(end));
  };
}

function readPlans(callingCode: string, tables: NumberingTables): readonly Plan[] {
  const regions = tables.getRegionCodesForCountryCode(Number(callingCode));
  const countries = regions.filter((region) => /^[A-Z]{2}$/.test(region));
  return countries.map((country) => readPlan(country, tables.getMetadataForRegion(country)));
}

function readPlan(country: string, table: NumberingTable): Plan {
  const leadingDigits = table.getLeadingDigitsOrDefault();
  return {
    country,
    leadingDigits: leadingDigits === '' ? undefined : new RegExp(`^(?:${leadingDigits})`),
    hasNumber: matcherOf(table.getGeneralDescOrDefault()),
    ranges: kinds.map(({ isPersonal, rangeOf }) => ({ isPersonal, hasNumber: matcherOf(rangeOf(table)) })),
  };
}

function matcherOf(range: NumberRange): Matcher {
  const lengths = range.possibleLengthArray();
  const pattern = new RegExp(`^(?:${range.getNationalNumberPatternOrDefault()})$`);
  return (national) => (lengths.length === 0 || lengths.includes(national.length)) && pattern.test(national);
}

/** Leading digits, where a plan has them, decide on the country, also when it has no such number. */
function findAmong(plans: readonly Plan[], national: string): PlannedNumber | undefined {
  for (const { country, leadingDigits, hasNumber, ranges } of plans) {
    if (leadingDigits?.test(national) === false) continue;
    const range = hasNumber(national) ? ranges.find((each) => each.hasNumber(national)) : undefined;
    if (range !== undefined) return { country, isPersonal: range.isPersonal };
    if (leadingDigits !== undefined) return undefined;
  }
  return undefined;
}
