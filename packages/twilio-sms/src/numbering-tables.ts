import { createRequire } from 'node:module';
import * as z from 'zod';

/** Numbers of some kind: how long they are, and which digits they have. */
export interface NumberRange {
  /** Empty when every length that the pattern fits will do. */
  possibleLengthArray(): readonly number[];
  /** A regular expression for all digits after the calling code. */
  getNationalNumberPatternOrDefault(): string;
}

/** The numbering plan of a country. */
export interface NumberingTable {
  /** What its numbers begin with; empty in a country that its calling code is known by. */
  getLeadingDigitsOrDefault(): string;
  getGeneralDescOrDefault(): NumberRange;
  getPremiumRateOrDefault(): NumberRange;
  getTollFreeOrDefault(): NumberRange;
  getSharedCostOrDefault(): NumberRange;
  getVoipOrDefault(): NumberRange;
  getPersonalNumberOrDefault(): NumberRange;
  getPagerOrDefault(): NumberRange;
  getUanOrDefault(): NumberRange;
  getVoicemailOrDefault(): NumberRange;
  getFixedLineOrDefault(): NumberRange;
  getMobileOrDefault(): NumberRange;
}

/** The part of Google's libphonenumber that is used: its tables. It has no declarations of its own. */
export interface NumberingTables {
  getSupportedCallingCodes(): readonly number[];
  /** ISO 3166-1 codes, the country first that most numbers are of; `001` where no country has the calling code. */
  getRegionCodesForCountryCode(callingCode: number): readonly string[];
  getMetadataForRegion(country: string): NumberingTable;
}

const libraryGuard = z.object({
  PhoneNumberUtil: z.custom<{ getInstance(): NumberingTables }>((value) => typeof value === 'function'),
});

/** Loads the tables, which takes longer than everything else of this package but the SDK. */
export function loadNumberingTables(): NumberingTables {
  const library: unknown = createRequire(import.meta.url)('google-libphonenumber');
  return libraryGuard.parse(library).PhoneNumberUtil.getInstance();
}
