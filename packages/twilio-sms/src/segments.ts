/** How a text is written on the air (3GPP TS 23.038): GSM-7 where every character has a place in it, else UCS-2. */
export type SegmentEncoding = 'GSM-7' | 'UCS-2';

/** What a text costs. */
export interface SegmentCount {
  readonly encoding: SegmentEncoding;
  readonly segments: number;
}

/** 3GPP TS 23.038 §6.2.1: the default alphabet. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** 3GPP TS 23.038 §6.2.1.1: these take two places, an escape and themselves. */
const extended = new Set('\f^{}\\[~]|€');

/** Places in a message of one segment, and in each segment of a longer one (3GPP TS 23.040 §9.2.3.24.1). */
const capacities = { 'GSM-7': { single: 160, joined: 153 }, 'UCS-2': { single: 70, joined: 67 } } as const;

/** Counts the segments that a text is sent in. Smart encoding, where the account has it on, can make them fewer. */
export function countSegments(text: string): SegmentCount {
  let extensions = 0;
  for (const character of text) {
    if (extended.has(character)) extensions += 1;
    else if (!basic.has(character)) return { encoding: 'UCS-2', segments: segmentsOf(text, 'UCS-2', text.length) };
  }
  return { encoding: 'GSM-7', segments: segmentsOf(text, 'GSM-7', text.length + extensions) };
}

/** @param places that the whole text takes */
function segmentsOf(text: string, encoding: SegmentEncoding, places: number): number {
  const { single, joined } = capacities[encoding];
  return places <= single ? 1 : pack(text, encoding, joined);
}

/** Neither an escape and its character nor the halves of a surrogate pair are torn apart. */
function pack(text: string, encoding: SegmentEncoding, capacity: number): number {
  let segments = 1;
  let used = 0;
  for (const character of text) {
    const width = encoding === 'UCS-2' ? character.length : extended.has(character) ? 2 : 1;
    if (used + width > capacity) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return segments;
}
