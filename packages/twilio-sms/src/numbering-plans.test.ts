import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { findInPlans, openPlans } from './numbering-plans.ts';
import type { NumberingTable, NumberRange } from './numbering-tables.ts';

/** What the library is compared by: its own look-up. */
interface Library {
  readonly PhoneNumberUtil: { getInstance(): Util };
  readonly PhoneNumberType: Readonly<Record<string, number>>;
  readonly PhoneNumberFormat: { readonly E164: number };
}

interface Util {
  getSupportedRegions(): readonly string[];
  getExampleNumberForType(region: string, type: number): object | null;
  format(number: object, format: number): string;
  parse(number: string): object;
  isValidNumber(number: object): boolean;
  getRegionCodeForNumber(number: object): string | null;
  getNumberType(number: object): number;
}

const library: Library = createRequire(import.meta.url)('google-libphonenumber');
const { PhoneNumberType: types, PhoneNumberFormat: formats } = library;
const util = library.PhoneNumberUtil.getInstance();
const personalTypes = new Set([types['MOBILE'], types['FIXED_LINE'], types['FIXED_LINE_OR_MOBILE'], types['VOIP']]);

function findByLibrary(number: string): ReturnType<typeof findInPlans> {
  const parsed = parse(number);
  if (parsed === undefined || !util.isValidNumber(parsed)) return undefined;
  const country = util.getRegionCodeForNumber(parsed) ?? '';
  return { country, isPersonal: personalTypes.has(util.getNumberType(parsed)) };
}

/** A number that the library takes as it stands: it drops trunk prefixes, which are no part of a number in E.164. */
function parse(number: string): object | undefined {
  try {
    const parsed = util.parse(number);
    return util.format(parsed, formats.E164) === number ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Numbers of every kind in every country, as the library knows them. */
const examples = util.getSupportedRegions().flatMap((region) =>
  Object.values(types).flatMap((type) => {
    const example = util.getExampleNumberForType(region, type);
    return example === null ? [] : [util.format(example, formats.E164)];
  }),
);

/** Each digit turned up by three, one digit more, and one less. */
function neighbours(number: string): readonly string[] {
  const digits = Array.from(number.slice(1), Number);
  const changed = digits.map(
    (_digit, at) => `+${digits.map((digit, index) => (index === at ? (digit + 3) % 10 : digit)).join('')}`,
  );
  return [number, ...changed, `${number}0`, number.slice(0, -1)].filter((each) => /^\+[1-9]\d{6,14}$/.test(each));
}

describe('the numbering plans', () => {
  it('say the same as the library of numbers of every kind in every country, and of those next to them', () => {
    const numbers = [...new Set(examples.flatMap(neighbours))];
    expect(numbers.length).toBeGreaterThan(10_000);
    const differing = numbers.filter((number) => {
      const [ours, theirs] = [findInPlans(number), findByLibrary(number)];
      return ours?.country !== theirs?.country || ours?.isPersonal !== theirs?.isPersonal;
    });
    expect(differing).toEqual([]);
  });

  it.each([
    ['Britain', '+4407400123456', '+447400123456'],
    ['Germany', '+49015112345678', '+4915112345678'],
    ['the USA', '+114155550100', '+14155550100'],
    ['Russia', '+789161234567', '+79161234567'],
  ])('know no number with the trunk prefix of %s', (_country, number, right) => {
    expect([findInPlans(number), findInPlans(right)]).toEqual([
      undefined,
      expect.objectContaining({ isPersonal: true }),
    ]);
  });

  it('keep the zero that belongs to numbers of Italy', () => {
    expect(findInPlans('+390236618300')).toEqual({ country: 'IT', isPersonal: true });
  });
});

const range = (pattern = '', lengths: readonly number[] = []): NumberRange => ({
  possibleLengthArray: () => lengths,
  getNationalNumberPatternOrDefault: () => pattern,
});

function tableOf(mobile: NumberRange, leadingDigits = ''): NumberingTable {
  const none = () => range('', [-1]);
  return {
    getLeadingDigitsOrDefault: () => leadingDigits,
    getGeneralDescOrDefault: () => range('\\d+'),
    getPremiumRateOrDefault: none,
    getTollFreeOrDefault: none,
    getSharedCostOrDefault: none,
    getVoipOrDefault: none,
    getPersonalNumberOrDefault: none,
    getPagerOrDefault: none,
    getUanOrDefault: none,
    getVoicemailOrDefault: none,
    getFixedLineOrDefault: none,
    getMobileOrDefault: () => mobile,
  };
}

describe('a numbering plan', () => {
  const plans: Readonly<Record<string, NumberingTable>> = {
    AA: tableOf(range('7\\d+', [7, 9])),
    BB: tableOf(range('50\\d+'), '5'),
    CC: tableOf(range('5\\d+')),
  };
  const find = openPlans({
    getSupportedCallingCodes: () => [999],
    getRegionCodesForCountryCode: () => Object.keys(plans),
    getMetadataForRegion: (country) => plans[country] ?? tableOf(range()),
  });

  it('has numbers of its own lengths only', () => {
    const found = ['+9997000000', '+99970000000', '+999700000000'].map((number) => find(number)?.country);
    expect(found).toEqual(['AA', undefined, 'AA']);
  });

  it('decides on all numbers with its leading digits', () => {
    expect([find('+9995000000')?.country, find('+9995100000')]).toEqual(['BB', undefined]);
  });
});
